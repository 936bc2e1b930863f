package almenara.dht.store;

import almenara.dht.krpc.NodeId;
import almenara.keys.Hashes;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/** What an address has to bring back to write under a key: it proves that what is sent to the address arrives there (BEP 5). A token is good for five to ten minutes. */
public final class Tokens {

    /** Milliseconds between two secrets; the one before is still good. */
    static final long PERIOD = 5 * 60 * 1000L;
    private static final int SECRET = 32;
    private static final int SIZE = 8;

    private final byte[] secret = new byte[SECRET];

    /** Chance has to be unpredictable. */
    public Tokens(RandomGenerator random) {
        random.nextBytes(secret);
    }

    /** The token of that address and key, at that time in milliseconds. */
    public byte[] make(InetAddress address, NodeId key, long now) {
        return of(address, key, Math.floorDiv(now, PERIOD));
    }

    public boolean accepts(byte[] token, InetAddress address, NodeId key, long now) {
        long period = Math.floorDiv(now, PERIOD);
        return MessageDigest.isEqual(token, of(address, key, period)) || MessageDigest.isEqual(token, of(address, key, period - 1));
    }

    private byte[] of(InetAddress address, NodeId key, long period) {
        return Arrays.copyOf(Hashes.hmacSha256(secret, ByteBuffer.allocate(Long.BYTES).putLong(period).array(), key.bytes(), address.getAddress()), SIZE);
    }
}
