package almenara.dht.store;

import almenara.dht.krpc.NodeId;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** What an address has to bring back to write under a key: it proves that what is sent to the address arrives there (BEP 5). A token is good for five to ten minutes. */
public final class Tokens {

    /** Milliseconds between two secrets; the one before is still good. */
    static final long PERIOD = 5 * 60 * 1000L;
    private static final String ALGORITHM = "HmacSHA256";
    private static final int SECRET = 32;
    private static final int SIZE = 8;

    private final SecretKeySpec secret;

    /** Chance has to be unpredictable. */
    public Tokens(RandomGenerator random) {
        byte[] bytes = new byte[SECRET];
        random.nextBytes(bytes);
        this.secret = new SecretKeySpec(bytes, ALGORITHM);
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
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(secret);
            mac.update(ByteBuffer.allocate(Long.BYTES).putLong(0, period));
            mac.update(key.bytes());
            return Arrays.copyOf(mac.doFinal(address.getAddress()), SIZE);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + ALGORITHM, e);
        }
    }
}
