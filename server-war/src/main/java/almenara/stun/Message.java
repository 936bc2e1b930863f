package almenara.stun;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.zip.CRC32;

/**
 * A well-formed STUN message (RFC 8489, sections 5 and 14): what it is, and what in it has to be understood.
 *
 * <pre>
 *   type 2 | length 2 | cookie 4 | transaction 12 | attributes: type 2 | length 2 | value, filled up to 4 …
 * </pre>
 */
record Message(int type, byte[] mask, Set<Integer> unknown, boolean hasFingerprint) {

    static final int COOKIE = 0x2112a442;
    static final int HEADER = 20;
    static final int FINGERPRINT = 0x8028;
    static final int ATTRIBUTE_HEADER = 4;

    private static final int BINDING_REQUEST = 0x0001;
    private static final int COOKIE_AT = 4;
    private static final int LENGTH_AT = 2;
    private static final int ALIGNMENT = 4;
    private static final int LAST_REQUIRED = 0x7fff;
    private static final int MESSAGE_INTEGRITY = 0x0008;
    private static final int MESSAGE_INTEGRITY_SHA256 = 0x001c;
    private static final int FINGERPRINT_XOR = 0x5354554e;
    private static final int UNSIGNED_SHORT = 0xffff;

    /**
     * The comprehension-required attributes of RFC 8489: MAPPED-ADDRESS, USERNAME, MESSAGE-INTEGRITY, ERROR-CODE, UNKNOWN-ATTRIBUTES, REALM, NONCE,
     * MESSAGE-INTEGRITY-SHA256, PASSWORD-ALGORITHM, USERHASH, XOR-MAPPED-ADDRESS. A server without authentication passes over what they say.
     */
    private static final Set<Integer> KNOWN = Set.of(0x0001, 0x0006, MESSAGE_INTEGRITY, 0x0009, 0x000a, 0x0014, 0x0015, MESSAGE_INTEGRITY_SHA256, 0x001d,
            0x001e, 0x0020);

    /** {@code mask} is cookie and transaction id: what addresses are written with (XOR), and what an answer repeats. */
    static Optional<Message> parse(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        if (bytes.length < HEADER || unsigned(in, LENGTH_AT) != bytes.length - HEADER || bytes.length % ALIGNMENT != 0
                || in.getInt(COOKIE_AT) != COOKIE) {
            return Optional.empty();
        }
        int type = unsigned(in, 0);
        byte[] mask = Arrays.copyOfRange(bytes, COOKIE_AT, HEADER);
        Set<Integer> types = new LinkedHashSet<>();
        boolean protectedSoFar = false;
        for (int at = HEADER; at < bytes.length;) {
            int attribute = unsigned(in, at);
            int length = unsigned(in, at + LENGTH_AT);
            int next = at + ATTRIBUTE_HEADER + Math.ceilDiv(length, ALIGNMENT) * ALIGNMENT;
            if (next > bytes.length) {
                return Optional.empty();
            }
            if (attribute == FINGERPRINT) {
                return next == bytes.length && length == Integer.BYTES && in.getInt(at + ATTRIBUTE_HEADER) == fingerprint(bytes, at)
                        ? Optional.of(new Message(type, mask, types, true)) : Optional.empty();
            }
            if (attribute <= LAST_REQUIRED && !KNOWN.contains(attribute) && !protectedSoFar) {
                types.add(attribute);
            }
            // What follows an integrity check is not covered by it, and is passed over (section 14.5).
            protectedSoFar |= attribute == MESSAGE_INTEGRITY || attribute == MESSAGE_INTEGRITY_SHA256;
            at = next;
        }
        return Optional.of(new Message(type, mask, types, false));
    }

    boolean isBindingRequest() {
        return type == BINDING_REQUEST;
    }

    /** The FINGERPRINT of everything before it, whose length field already counts it. */
    static int fingerprint(byte[] message, int end) {
        CRC32 sum = new CRC32();
        sum.update(message, 0, end);
        return (int) sum.getValue() ^ FINGERPRINT_XOR;
    }

    private static int unsigned(ByteBuffer in, int at) {
        return in.getShort(at) & UNSIGNED_SHORT;
    }
}
