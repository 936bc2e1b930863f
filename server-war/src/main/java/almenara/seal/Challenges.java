package almenara.seal;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * What whoever joins has to sign. A challenge is made without asking anybody and is kept nowhere: the MAC says that it is of this cluster, and all nodes that
 * share the secret take each other's. It names the host that the client has called, so that no other node can pass it on as its own.
 * <pre>
 *  0 version=1  1 issued u32  5 random 11  16 SHA-256(host) 16, zeros for any  32 mac 16
 * </pre>
 */
public final class Challenges {

    /** Bytes that a root secret has at least. */
    public static final int LEAST_SECRET = 32;
    /** Seconds that the clocks of the nodes may differ. */
    static final long SKEW = 10;
    static final int SIZE = 48;
    private static final int SIGNED = 32;
    private static final int RANDOM = 11;
    private static final int HALF = 16;
    private static final byte VERSION = 1;
    private static final long U32 = 0xFFFF_FFFFL;
    private static final byte[] LABEL = Bytes.label("seal-challenge");
    private static final byte[] ONLY_BLOCK = {1};

    private final byte[] key;
    private final List<String> hosts;
    private final Duration life;
    private final Means means;

    /** Where the time and the dice come from. */
    public record Means(Clock clock, RandomGenerator random) {
    }

    /** The hosts are those under which clients call the nodes, each with its port unless that is the usual one; none: any. The secret never prints. */
    public Challenges(byte[] secret, List<String> hosts, Duration life, Means means) {
        if (secret.length < LEAST_SECRET) {
            throw new IllegalArgumentException("a root secret has at least " + LEAST_SECRET + " bytes");
        }
        if (life.compareTo(Duration.ofSeconds(1)) < 0) {
            throw new IllegalArgumentException("a challenge lives a second at least");
        }
        this.key = Bytes.hmac(Bytes.hmac(new byte[Bytes.HASH], secret), LABEL, ONLY_BLOCK);
        this.hosts = hosts.stream().map(host -> host.toLowerCase(Locale.ROOT)).toList();
        this.life = life;
        this.means = means;
    }

    /** A new challenge, 64 characters of base64url, for a client that has called that host (empty: nobody knows which). It never names a host that is not ours. */
    public String issue(String called) {
        byte[] random = new byte[RANDOM];
        means.random().nextBytes(random);
        byte[] signed = ByteBuffer.allocate(SIGNED).put(VERSION).putInt((int) now()).put(random).put(host(called.toLowerCase(Locale.ROOT))).array();
        return Bytes.text(ByteBuffer.allocate(SIZE).put(signed).put(mac(signed), 0, HALF).array());
    }

    private byte[] host(String called) {
        String named = hosts.isEmpty() || hosts.contains(called) ? called : hosts.getFirst();
        return named.isEmpty() ? new byte[HALF] : Arrays.copyOf(Bytes.sha256(Bytes.utf8(named)), HALF);
    }

    /** What is wrong with a challenge; empty for one that may be answered now. */
    Optional<Verdict> fault(byte[] challenge) {
        byte[] signed = Arrays.copyOf(challenge, SIGNED);
        if (!MessageDigest.isEqual(Arrays.copyOf(mac(signed), HALF), Arrays.copyOfRange(challenge, SIGNED, SIZE))) {
            return Optional.of(Verdict.FORGED);
        }
        long issued = ByteBuffer.wrap(challenge).getInt(1) & U32;
        boolean timely = now() >= issued - SKEW && now() <= issued + life.toSeconds() + SKEW;
        return timely ? Optional.empty() : Optional.of(Verdict.EXPIRED);
    }

    /** For how long an answer has to be remembered, so that it is not taken twice by any node. */
    Duration memory() {
        return life.plusSeconds(3 * SKEW);
    }

    private byte[] mac(byte[] signed) {
        return Bytes.hmac(key, LABEL, signed);
    }

    private long now() {
        return means.clock().instant().getEpochSecond();
    }
}
