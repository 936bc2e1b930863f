package almenara.seal;

import almenara.keys.PublicKey;
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
import java.util.List;
import java.util.Random;

/** Somebody who joins, with a key of the room and one of their own; what a client does, written down once more. */
public final class Joiner {

    static final byte[] ROOT = "a root secret of more than 32 bytes".getBytes(java.nio.charset.StandardCharsets.UTF_8);
    static final Duration LIFE = Duration.ofSeconds(120);
    static final Instant NOW = Instant.ofEpochSecond(1_800_000_123L);

    private final KeyPair peer;
    private final KeyPair room;

    public Joiner() {
        this(pair(), pair());
    }

    private Joiner(KeyPair peer, KeyPair room) {
        this.peer = peer;
        this.room = room;
    }

    static Challenges challenges(Instant now) {
        return new Challenges(ROOT, List.of(), LIFE, new Challenges.Means(Clock.fixed(now, ZoneOffset.UTC), new Random(now.getEpochSecond())));
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

    public String peer() {
        return JoinProof.id(new PublicKey(key()));
    }

    /** The id of the room whose key this one has. */
    public String room() {
        return Bytes.text(Bytes.sha256(bytes(room)));
    }

    /** The id under which nodes know it as a sealed one. */
    public String sealed() {
        return '~' + room();
    }

    /** Somebody else who knows the secret of the same room. */
    public Joiner another() {
        return new Joiner(pair(), room);
    }

    /** A proof for that room without its secret. */
    public String prove(String challenge, String roomId) {
        return Bytes.text(asPeer(decoded(challenge), decoded(roomId)));
    }

    /** A proof for the room whose secret this one has. */
    public String prove(String challenge) {
        byte[] asked = decoded(challenge);
        byte[] id = decoded(room());
        byte[] signature = sign(room, Bytes.label("seal-join"), asked, id, key());
        return Bytes.text(ByteBuffer.allocate(240).put(asPeer(asked, id)).put(bytes(room)).put(signature).array());
    }

    private byte[] asPeer(byte[] asked, byte[] id) {
        return ByteBuffer.allocate(144).put(asked).put(key()).put(sign(peer, Bytes.label("seal-peer"), asked, id)).array();
    }
}
