package almenara.pow;

import java.nio.ByteBuffer;
import java.security.MessageDigest;

/**
 * One search for nonces: a nonce fits when the first 64 bits of {@code SHA-256(digest || 0 u32 || nonce u64)} are not above the target, so that so many
 * nonces take the given work on the average. The difficulty is linear, one unit is one hash.
 */
final class Puzzle {

    private static final long MOST = -1L;
    private static final int NONCE = 36;
    private static final long U32 = 0xFFFF_FFFFL;

    private final MessageDigest sha256 = Bytes.sha256();
    private final ByteBuffer block = ByteBuffer.allocate(NONCE + Long.BYTES);
    private final long target;

    Puzzle(byte[] digest, long work) {
        block.put(0, digest);
        target = target(work);
    }

    /** {@code floor((2^64-1) * nonces / work)}, at most 2^64-1, as an unsigned number. */
    static long target(long work) {
        if (work <= Payment.NONCES) {
            return MOST;
        }
        long whole = Long.divideUnsigned(MOST, work) * Payment.NONCES;
        long rest = Long.remainderUnsigned(MOST, work) * Payment.NONCES;
        return whole + Long.divideUnsigned(rest, work);
    }

    boolean fits(int nonce) {
        block.putLong(NONCE, nonce & U32);
        long hash = ByteBuffer.wrap(sha256.digest(block.array())).getLong();
        return Long.compareUnsigned(hash, target) <= 0;
    }
}
