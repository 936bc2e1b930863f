package almenara.pow;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Signs quotes and knows its own again. The key changes every ten minutes and comes from one root secret (HKDF, RFC 5869), so all nodes that share the
 * secret take each other's quotes without a word. The secret never prints.
 */
public final class QuoteKeys {

    /** Bytes that a root secret has at least. */
    public static final int LEAST_SECRET = 32;
    static final long EPOCH_SECONDS = 600;
    private static final int KIDS = 256;
    private static final byte[] LABEL = Bytes.label("almenara/pow-quote/v1");
    private static final byte[] ONLY_BLOCK = {1};

    private final byte[] root;
    private final AtomicReference<Pair> latest;

    /** The keys of an epoch and of the one before. */
    private record Pair(long epoch, byte[] key, byte[] former) {
    }

    public QuoteKeys(byte[] secret) {
        if (secret.length < LEAST_SECRET) {
            throw new IllegalArgumentException("a root secret has at least " + LEAST_SECRET + " bytes");
        }
        this.root = Bytes.hmac(new byte[Bytes.HASH], secret);
        this.latest = new AtomicReference<>(pair(0));
    }

    /** Signs with the key of the time at which the quote is made. */
    public Quote sign(Terms terms) {
        long epoch = terms.issued() / EPOCH_SECONDS;
        byte[] unsigned = Quote.unsigned(terms, kid(epoch));
        return Quote.of(unsigned, mac(at(epoch).key(), unsigned));
    }

    /** True for a quote that was signed in the epoch of that second or in the one before. */
    boolean signed(Quote quote, long second) {
        Pair pair = at(second / EPOCH_SECONDS);
        if (quote.kid() != kid(pair.epoch()) && quote.kid() != kid(pair.epoch() - 1)) {
            return false;
        }
        byte[] key = quote.kid() == kid(pair.epoch()) ? pair.key() : pair.former();
        return MessageDigest.isEqual(mac(key, quote.signed()), quote.mac());
    }

    /** The key of an epoch, for the vectors that all implementations share. */
    byte[] key(long epoch) {
        byte[] info = ByteBuffer.allocate(Bytes.HASH).put(Bytes.utf8("pow-quote")).putLong(epoch).array();
        return Bytes.hmac(root, Arrays.copyOf(info, "pow-quote".length() + Long.BYTES), ONLY_BLOCK);
    }

    private Pair at(long epoch) {
        Pair pair = latest.get();
        if (pair.epoch() != epoch) {
            pair = pair(epoch);
            latest.set(pair);
        }
        return pair;
    }

    private Pair pair(long epoch) {
        return new Pair(epoch, key(epoch), key(epoch - 1));
    }

    private static int kid(long epoch) {
        return (int) Math.floorMod(epoch, (long) KIDS);
    }

    private static byte[] mac(byte[] key, byte[] unsigned) {
        return Arrays.copyOf(Bytes.hmac(key, LABEL, unsigned), Quote.SIZE - Quote.SIGNED);
    }
}
