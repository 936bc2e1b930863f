package almenara.pow;

import almenara.keys.Hashes;
import almenara.messages.Names;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Optional;

/** Hashes and texts of bytes, as quotes and proofs have them. */
final class Bytes {

    static final int HASH = 32;

    private Bytes() {
    }

    static MessageDigest sha256() {
        return Hashes.sha256();
    }

    static byte[] sha256(String text) {
        return sha256().digest(utf8(text));
    }

    static byte[] hmac(byte[] key, byte[]... parts) {
        return Hashes.hmacSha256(key, parts);
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** The label that keeps one use of a hash apart from every other, with the zero byte that ends it. */
    static byte[] label(String text) {
        return utf8(text + '\0');
    }

    static String text(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** The bytes, when the text is the one way to write exactly so many in base64url without padding. */
    static Optional<byte[]> read(String text, int length) {
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(text);
            return Optional.of(bytes).filter(it -> it.length == length && text(it).equals(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** The 32 bytes of a room id, zeros for no room. */
    static byte[] room(String id) {
        return id.isEmpty() ? new byte[HASH] : Base64.getUrlDecoder().decode(Names.hash(id));
    }

    /** Those of a peer: the hash of its id, zeros for nobody. */
    static byte[] subject(String peer) {
        return peer.isEmpty() ? new byte[HASH] : sha256(peer);
    }
}
