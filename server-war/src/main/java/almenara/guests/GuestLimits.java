package almenara.guests;

import java.time.Duration;
import java.util.Set;

/**
 * The bounds of rooms that are on several clusters: how many guests a room has, how many entries of the table one room may take of this cluster's part, how long
 * an offer lives at most, and whose peers are taken in (nobody named: any cluster's).
 */
public record GuestLimits(int guests, int entries, Duration longest, Set<String> clusters) {

    /** UTF-8 bytes of data that go to another cluster, in an offer, an answer or a signal: with its seal and its signature that fits an entry of a table. */
    public static final int DATA_BYTES = 8192;
    /** UTF-8 bytes of a notice before it is sealed. */
    public static final int NOTICE_BYTES = 11_000;
    /** A room has one of so many parts of what a cluster may say of its rooms. */
    public static final int ROOMS = 4;
    /** How long what is said of a room may stand, or as long as offers live, so that clusters with other settings take it. */
    public static final Duration BRIEF = Duration.ofMinutes(5);
    /** Offers of a peer that other clusters hear of. */
    public static final int OFFERS = 2;
    /** How long what a peer has said waits for the exchange with the other cluster. */
    public static final Duration PATIENCE = Duration.ofSeconds(60);
    /** Items that a peer may have waiting for another one. */
    public static final int ITEMS = 32;
    /** By how much the clock of another cluster may be ahead. */
    public static final Duration AHEAD = Duration.ofSeconds(30);
    /** What comes from the table makes so many entries of a room's log in a minute, half of them at once. */
    public static final int ENTRIES_A_MINUTE = 120;

    public GuestLimits {
        clusters = Set.copyOf(clusters);
    }

    /** True when the peers of that cluster are taken in. */
    public boolean welcomes(String cluster) {
        return clusters.isEmpty() || clusters.contains(cluster);
    }
}
