package almenara.seal;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Base64;
import java.util.Random;

/** Somebody who joins, with a key of the room and one of their own; what a client does, written down once more. */
final class Joiner {

    static final byte[] ROOT = "a root secret of more than 32 bytes".getBytes(java.nio.charset.StandardCharsets.UTF_8);
    static final Duration LIFE = Duration.ofSeconds(120);
    static final Instant NOW = Instant.ofEpochSecond(1_800_000_123L);

    private final KeyPair peer = pair();
    private final KeyPair room = pair();

    static Challenges challenges(Instant now) {
        return new Challenges(ROOT, "", LIFE, new Challenges.Means(Clock.fixed(now, ZoneOffset.UTC), new Random(now.getEpochSecond())));
    }

    private static KeyPair pair() {
        try {
            return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The 32 bytes at the end of the X.509 encoding. */
    static byte[] bytes(KeyPair pair) {
        byte[] encoded = pair.getPublic().getEncoded();
        return Arrays.copyOfRange(encoded, encoded.length - PublicKey.SIZE, encoded.length);
    }

    static byte[] sign(KeyPair pair, byte[]... message) {
        try {
            Signature signature = Signature.getInstance("Ed25519");
            signature.initSign(pair.getPrivate());
            for (byte[] part : message) {
                signature.update(part);
            }
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static byte[] decoded(String text) {
        return Base64.getUrlDecoder().decode(text);
    }

    byte[] key() {
        return bytes(peer);
    }

    String peer() {
        return new PublicKey(key()).peer();
    }

    /** The id of the room whose key this one has. */
    String room() {
        return Bytes.text(Bytes.sha256(bytes(room)));
    }

    /** A proof for that room without its secret. */
    String prove(String challenge, String roomId) {
        return Bytes.text(asPeer(decoded(challenge), decoded(roomId)));
    }

    /** A proof for the room whose secret this one has. */
    String prove(String challenge) {
        byte[] asked = decoded(challenge);
        byte[] id = decoded(room());
        byte[] signature = sign(room, Bytes.label("seal-join"), asked, id, key());
        return Bytes.text(ByteBuffer.allocate(240).put(asPeer(asked, id)).put(bytes(room)).put(signature).array());
    }

    private byte[] asPeer(byte[] asked, byte[] id) {
        return ByteBuffer.allocate(144).put(asked).put(key()).put(sign(peer, Bytes.label("seal-peer"), asked, id)).array();
    }
}
