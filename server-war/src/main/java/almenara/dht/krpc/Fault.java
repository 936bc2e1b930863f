package almenara.dht.krpc;

/** What a node answers instead of what it was asked for: a code of BEP 5 or BEP 44, and a sentence. */
public final class Fault extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final long code;

    /** The codes that are sent here. */
    public static final long SERVER = 202;
    public static final long PROTOCOL = 203;
    public static final long UNKNOWN_METHOD = 204;
    public static final long VALUE_TOO_BIG = 205;
    public static final long BAD_SIGNATURE = 206;
    public static final long SALT_TOO_BIG = 207;
    public static final long CAS_MISMATCH = 301;
    public static final long SEQ_TOO_LOW = 302;

    public Fault(long code, String why) {
        super(why, null, false, false);
        this.code = code;
    }

    public long code() {
        return code;
    }
}
