package almenara.pow;

import java.nio.ByteBuffer;

/**
 * What a quote says: when it was made (seconds of the epoch), for how many seconds it is good, by which node, where, and the effort (expected hashes) of
 * one post there.
 */
public record Terms(long issued, int life, long node, Place place, long effort) {

    private static final int LONGEST = 0xFFFF;
    private static final long U32 = 0xFFFF_FFFFL;

    /** A scope and the first eight bytes of the hash of what it is about; zero where it is about everything. */
    public record Place(Scope scope, long hash) {

        public static final Place NODE = new Place(Scope.NODE, 0);
        public static final Place DHT = new Place(Scope.DHT, 0);

        /** The place of that room. */
        public static Place room(String id) {
            return new Place(Scope.ROOM, ByteBuffer.wrap(Bytes.sha256().digest(Bytes.room(id))).getLong());
        }
    }

    public Terms {
        if (issued < 0 || issued > U32 || life < 0 || life > LONGEST || effort < 0 || effort > U32) {
            throw new IllegalArgumentException("a quote has no room for this");
        }
    }

    /** A node as quotes name it. */
    public static long node(String name) {
        return ByteBuffer.wrap(Bytes.sha256(name)).getLong();
    }
}
