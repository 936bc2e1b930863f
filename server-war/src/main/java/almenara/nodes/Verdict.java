package almenara.nodes;

import java.util.Locale;

/** What came of looking at another node. */
public enum Verdict {
    /** It is listed. */
    VERIFIED,
    /** The URL leads to this very cluster. */
    OURS,
    /** The URL leads, or one day led, where this node does not go. */
    FORBIDDEN,
    /** It does not answer, not in time, or too much. */
    UNREACHABLE,
    /** It is no node, or none that follows the protocol. */
    MALFORMED,
    /** A signature is wrong. */
    FORGED,
    /** Its record is for another URL. */
    ELSEWHERE,
    /** Its record is out of date, or older than one that is known. */
    EXPIRED,
    /** It asks for more work than its record says. */
    DEARER,
    /** There are too many of its network, or too many at all. */
    CROWDED,
    /** Somebody was there a moment ago. */
    TOO_SOON;

    /** The name in metrics, for instance {@code too-soon}. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** True when the node is there and does not keep to what it says: it is taken off the list at once. */
    boolean isLie() {
        return switch (this) {
            case OURS, FORBIDDEN, MALFORMED, FORGED, ELSEWHERE, EXPIRED, DEARER -> true;
            case VERIFIED, UNREACHABLE, CROWDED, TOO_SOON -> false;
        };
    }
}
