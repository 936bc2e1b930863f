package almenara.rooms;

import java.util.Optional;

/** Somebody who comes into a room: the way to its connection, and the bucket of its address. */
public record Arrival(Outbox outbox, String prefix) {

    private static final String GUEST = "guest/";

    /** A guest: a peer of that cluster, for whom this one answers. All of a cluster have one bucket, which no address has. */
    public static Arrival ofGuest(Outbox outbox, String cluster) {
        return new Arrival(outbox, GUEST + cluster);
    }

    /** The cluster whose peer has come in with that bucket; empty for a peer of this cluster. */
    static Optional<String> host(String prefix) {
        return prefix.startsWith(GUEST) ? Optional.of(prefix.substring(GUEST.length())) : Optional.empty();
    }
}
