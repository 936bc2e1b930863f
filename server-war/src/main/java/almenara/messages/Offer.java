package almenara.messages;

/**
 * A standing offer in a room's table. {@code to} is the only peer that may claim it (empty: anybody), {@code prefix} the bucket of its author's address,
 * {@code expires} in milliseconds of the epoch, {@code data} JSON text.
 */
public record Offer(String id, String author, String to, String prefix, long expires, String data) {

    private static final int FIELDS = 6;

    /** True when that peer may claim the offer. */
    public boolean isFor(String peer) {
        return !author.equals(peer) && (to.isEmpty() || to.equals(peer));
    }

    /** The offer as it is kept, a line a field, the data to the end. */
    public String encode() {
        return id + '\n' + author + '\n' + to + '\n' + prefix + '\n' + expires + '\n' + data;
    }

    public static Offer decode(String text) {
        String[] fields = text.split("\n", FIELDS);
        return new Offer(fields[0], fields[1], fields[2], fields[3], Long.parseLong(fields[4]), fields[5]);
    }
}
