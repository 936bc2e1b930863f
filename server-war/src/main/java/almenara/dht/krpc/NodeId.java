package almenara.dht.krpc;

import almenara.keys.Hashes;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.random.RandomGenerator;

/** 160 bits: the id of a node, or a key that something is stored under (an info-hash, the target of an item). Nearness is XOR (BEP 5). */
public record NodeId(byte[] bytes) {

    public static final int SIZE = 20;
    public static final int BITS = SIZE * Byte.SIZE;
    private static final int FULL = 0xff;

    public NodeId {
        if (bytes.length != SIZE) {
            throw new IllegalArgumentException("an id has 20 bytes");
        }
    }

    public static NodeId random(RandomGenerator random) {
        byte[] bytes = new byte[SIZE];
        random.nextBytes(bytes);
        return new NodeId(bytes);
    }

    /** The key of what these bytes, one after the other, are: their SHA-1. */
    public static NodeId hash(byte[]... parts) {
        return new NodeId(Hashes.sha1(parts));
    }

    public static NodeId parse(String hex) {
        return new NodeId(HexFormat.of().parseHex(hex));
    }

    /** How many of the first bits both have in common: 160 for the same id. */
    public int common(NodeId other) {
        int same = Arrays.mismatch(bytes, other.bytes);
        if (same < 0) {
            return BITS;
        }
        int difference = Byte.toUnsignedInt((byte) (bytes[same] ^ other.bytes[same]));
        return same * Byte.SIZE + Integer.numberOfLeadingZeros(difference) - (Integer.SIZE - Byte.SIZE);
    }

    /** Those nearer to this id first. */
    public Comparator<NodeId> nearest() {
        return this::compare;
    }

    private int compare(NodeId one, NodeId other) {
        int at = Arrays.mismatch(one.bytes, other.bytes);
        return at < 0 ? 0 : Integer.compare(Byte.toUnsignedInt((byte) (one.bytes[at] ^ bytes[at])), Byte.toUnsignedInt((byte) (other.bytes[at] ^ bytes[at])));
    }

    /** An id by chance that has exactly that many of the first bits in common with this one (less than 160). */
    public NodeId sibling(int common, RandomGenerator random) {
        byte[] mixed = random(random).bytes;
        int whole = common / Byte.SIZE;
        int rest = FULL >>> common % Byte.SIZE;
        int first = rest ^ rest >>> 1;
        System.arraycopy(bytes, 0, mixed, 0, whole);
        mixed[whole] = (byte) (bytes[whole] & ~rest | ~bytes[whole] & first | mixed[whole] & rest & ~first);
        return new NodeId(mixed);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof NodeId id && Arrays.equals(bytes, id.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return HexFormat.of().formatHex(bytes);
    }
}
