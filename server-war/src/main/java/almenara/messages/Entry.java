package almenara.messages;

/**
 * One entry of a room's log. What the fields hold by kind (empty where nothing stands):
 * <pre>
 * kind          from      to           name       data
 * PEER_JOINED   peer
 * PEER_LEFT     peer                              reason
 * SIGNAL        sender    addressee    signal id  JSON
 * OFFER_OPENED  author    addressee    offer
 * OFFER_CLOSED  author    addressee    offer      reason
 * ANSWER        answerer  author       offer      JSON
 * GAP
 * </pre>
 * A GAP closes a hole that a crash left in the log: whoever passes it has lost continuity.
 */
public record Entry(Kind kind, String from, String to, String name, String data) {

    /** What happened. */
    public enum Kind { PEER_JOINED, PEER_LEFT, SIGNAL, OFFER_OPENED, OFFER_CLOSED, ANSWER, GAP }

    /** The reason of a peer that left by its own word. */
    public static final String LEFT = "left";
    /** The reason of a peer that left by its own word, and keeps its links. */
    public static final String DETACHED = "detached";
    /** The reason of a peer that was gone for longer than its grace. */
    public static final String TIMEOUT = "timeout";

    private static final int FIELDS = 5;

    public static Entry joined(String peer) {
        return new Entry(Kind.PEER_JOINED, peer, "", "", "");
    }

    public static Entry left(String peer, String reason) {
        return new Entry(Kind.PEER_LEFT, peer, "", "", reason);
    }

    public static Entry gap() {
        return new Entry(Kind.GAP, "", "", "", "");
    }

    /** True when that member gets to see the entry: it is for everybody or for the member, and not of the member's own making. */
    public boolean concerns(String peer) {
        return !from.equals(peer) && (to.isEmpty() || to.equals(peer));
    }

    /** The entry as it is kept: its fields in order, a line each, the last one (which may hold line breaks) to the end. */
    public String encode() {
        return kind.name() + '\n' + from + '\n' + to + '\n' + name + '\n' + data;
    }

    public static Entry decode(String text) {
        String[] fields = text.split("\n", FIELDS);
        return new Entry(Kind.valueOf(fields[0]), fields[1], fields[2], fields[3], fields[4]);
    }
}
