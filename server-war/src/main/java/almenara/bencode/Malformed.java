package almenara.bencode;

/** Bytes that are no canonical bencode, or a value that is not of the kind it has to be. */
public final class Malformed extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public Malformed(String why) {
        super(why, null, false, false);
    }
}
