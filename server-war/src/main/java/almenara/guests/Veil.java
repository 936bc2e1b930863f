package almenara.guests;

import almenara.keys.Hashes;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.random.RandomGenerator;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Keeps what is said about a room from those who do not know its id: routers, and clusters where nobody is in it. They see a tag, names that tell nothing, and
 * AES-256-GCM.
 */
final class Veil {

    private static final int TAG = 16;
    private static final int NAME = 9;
    private static final int NONCE = 12;
    private static final int CHECK_BITS = 128;
    private static final String CIPHER = "AES/GCM/NoPadding";

    private final String tag;
    private final byte[] key;
    private final byte[] naming;

    Veil(String room) {
        byte[] id = utf8(room);
        this.tag = text(Arrays.copyOf(Hashes.hmacSha256(id, label("offers-tag")), TAG));
        this.key = Hashes.hmacSha256(id, label("offers-content"));
        this.naming = Hashes.hmacSha256(id, label("offers-name"));
    }

    /** Where all that is said about the room stands, in the part of any cluster. */
    String tag() {
        return tag;
    }

    /** The tag of whatever stands under that name. */
    static String tag(String name) {
        return name.substring(0, Math.max(0, name.indexOf('.')));
    }

    /** A name of its own for what concerns those. */
    String name(String... about) {
        return tag + '.' + text(Arrays.copyOf(Hashes.hmacSha256(naming, utf8(String.join("/", about))), NAME));
    }

    /** The text as a JSON string that only those read who know the room; it is good at that place alone. */
    String seal(String place, String text, RandomGenerator random) {
        byte[] nonce = new byte[NONCE];
        random.nextBytes(nonce);
        try {
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, nonce, place).doFinal(utf8(text));
            byte[] both = Arrays.copyOf(nonce, NONCE + sealed.length);
            System.arraycopy(sealed, 0, both, NONCE, sealed.length);
            return '"' + text(both) + '"';
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has AES-GCM", e);
        }
    }

    /** What was sealed at that place; empty for anything else. */
    Optional<String> open(String place, String value) {
        try {
            byte[] both = Base64.getUrlDecoder().decode(value.substring(1, Math.max(1, value.length() - 1)));
            byte[] sealed = Arrays.copyOfRange(both, Math.min(NONCE, both.length), both.length);
            return Optional.of(new String(cipher(Cipher.DECRYPT_MODE, Arrays.copyOf(both, NONCE), place).doFinal(sealed), StandardCharsets.UTF_8));
        } catch (AEADBadTagException | IllegalArgumentException | IndexOutOfBoundsException e) {
            return Optional.empty();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has AES-GCM", e);
        }
    }

    private Cipher cipher(int mode, byte[] nonce, String place) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance(CIPHER);
        cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(CHECK_BITS, nonce));
        cipher.updateAAD(utf8(place));
        return cipher;
    }

    private static byte[] label(String use) {
        return utf8("almenara/" + use + "/v1\0");
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
