package almenara.dht.krpc;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.random.RandomGenerator;
import java.util.zip.CRC32C;

/**
 * Ids that go with an address (BEP 42): the first 21 bits are those of a checksum of the masked address and of three bits of the last byte, so who has few
 * addresses can't choose where in the DHT it stands.
 */
public final class SecureId {

    private static final int IPV4_MASK = 0x030f3fff;
    private static final long IPV6_MASK = 0x0103070f1f3f7fffL;
    private static final int CHOICE = 7;
    private static final int IPV4_SHIFT = 29;
    private static final int IPV6_SHIFT = 61;
    private static final int CHECKED = 21;
    private static final int LAST = NodeId.SIZE - 1;

    private SecureId() {
    }

    /** An id for who has that address. */
    public static NodeId make(InetAddress address, RandomGenerator random) {
        byte[] bytes = NodeId.random(random).bytes();
        ByteBuffer id = ByteBuffer.wrap(bytes);
        int free = -1 >>> CHECKED;
        id.putInt(0, checksum(address, bytes[LAST]) & ~free | id.getInt(0) & free);
        return new NodeId(bytes);
    }

    /** True when a node at that address may have that id. */
    public static boolean complies(NodeId id, InetAddress address) {
        int wanted = checksum(address, id.bytes()[LAST]);
        return (ByteBuffer.wrap(id.bytes()).getInt() ^ wanted) >>> Integer.SIZE - CHECKED == 0;
    }

    private static int checksum(InetAddress address, byte last) {
        ByteBuffer bytes = ByteBuffer.wrap(address.getAddress());
        long choice = last & CHOICE;
        CRC32C sum = new CRC32C();
        if (bytes.capacity() == Family.IPV4.bytes()) {
            sum.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, bytes.getInt() & IPV4_MASK | (int) choice << IPV4_SHIFT));
        } else {
            sum.update(ByteBuffer.allocate(Long.BYTES).putLong(0, bytes.getLong() & IPV6_MASK | choice << IPV6_SHIFT));
        }
        return (int) sum.getValue();
    }
}
