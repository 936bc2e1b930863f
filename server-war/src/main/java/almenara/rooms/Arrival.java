package almenara.rooms;

import java.util.Optional;

/** Somebody who comes into a room: the way to its connection, the bucket of its address, and what others may be told that it is called (empty: nothing). */
public record Arrival(Outbox outbox, String prefix, String name) {

    private static final String GUEST = "guest/";

    /** Somebody of whom others are told no name. */
    public Arrival(Outbox outbox, String prefix) {
        this(outbox, prefix, "");
    }

    /** The same, who is called that. */
    public Arrival called(String other) {
        return new Arrival(outbox, prefix, other);
    }

    /** A guest: a peer of that cluster, for whom this one answers. All of a cluster have one bucket, which no address has. */
    public static Arrival ofGuest(Outbox outbox, String cluster) {
        return new Arrival(outbox, GUEST + cluster);
    }

    /** The cluster whose peer has come in with that bucket; empty for a peer of this cluster. */
    static Optional<String> host(String prefix) {
        return prefix.startsWith(GUEST) ? Optional.of(prefix.substring(GUEST.length())) : Optional.empty();
    }
}
