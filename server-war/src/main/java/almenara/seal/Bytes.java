package almenara.seal;

import almenara.keys.Hashes;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/** Hashes and texts of bytes, as challenges and proofs have them. */
final class Bytes {

    static final int HASH = 32;
    private static final String BASE32 = "abcdefghijklmnopqrstuvwxyz234567";
    private static final int FIVE = 5;

    private Bytes() {
    }

    static byte[] sha256(byte[]... parts) {
        return Hashes.sha256(parts);
    }

    static byte[] hmac(byte[] key, byte[]... parts) {
        return Hashes.hmacSha256(key, parts);
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** What opens everything that is hashed or signed, so that nothing made for one use is good for another; a zero byte ends it. */
    static byte[] label(String use) {
        return utf8("almenara/" + use + "/v1\0");
    }

    static String text(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** The bytes, when the text is the one way to write exactly so many in base64url without padding. Longer texts are not looked at. */
    static Optional<byte[]> read(String text, int length) {
        if (text.length() != Math.ceilDiv(length * 4, 3)) {
            return Optional.empty();
        }
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(text);
            return Optional.of(bytes).filter(it -> it.length == length && text(it).equals(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Lower-case base32 (RFC 4648) of the first {@code length} times five bits. */
    static String base32(byte[] bytes, int length) {
        StringBuilder text = new StringBuilder(length);
        for (int place = 0; place < length; place++) {
            int value = 0;
            for (int bit = FIVE * place; bit < FIVE * (place + 1); bit++) {
                value = value << 1 | bytes[bit / Byte.SIZE] >> Byte.SIZE - 1 - bit % Byte.SIZE & 1;
            }
            text.append(BASE32.charAt(value));
        }
        return text.toString();
    }
}
