package almenara.nodes;

import almenara.keys.PublicKey;
import almenara.keys.SigningKey;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/**
 * A mutable item of BEP 44 under the salt of our records: whose it is, which of its versions, and its bencoded value. Its signature is the one of BEP 44, so
 * whatever the DHT takes is signed as a record, and the other way round.
 */
public record Item(byte[] key, long seq, byte[] signature, byte[] value) {

    /** What tells our items from others under the same key; it is signed as well, and names the version of the value. */
    public static final String SALT = "almenara/node/v1";
    /** Bytes that the value has at most (BEP 44). */
    public static final int MOST = 1000;
    private static final int HEAD = PublicKey.SIZE + PublicKey.SIGNATURE + Long.BYTES;

    static Item sign(SigningKey key, long seq, byte[] value) {
        return new Item(key.publicKey().bytes(), seq, key.sign(message(seq, value)), value);
    }

    /** What BEP 44 signs; nothing else that a node signs begins so. */
    private static byte[] message(long seq, byte[] value) {
        byte[] head = ("4:salt" + SALT.length() + ':' + SALT + "3:seqi" + seq + "e1:v").getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocate(head.length + value.length).put(head).put(value).array();
    }

    /** True when everything has its size and the signature is that of the key. */
    boolean isSigned() {
        PublicKey signer = new PublicKey(key);
        return signature.length == PublicKey.SIGNATURE && value.length <= MOST && seq >= 0 && signer.isSound() && signer.signed(signature, message(seq, value));
    }

    /** 43 characters of base64url. */
    public String name() {
        return base64(key);
    }

    /** All of it in one word. */
    String text() {
        return base64(ByteBuffer.allocate(HEAD + value.length).put(key).put(signature).putLong(seq).put(value).array());
    }

    /** What {@link #text} has written; {@link IllegalArgumentException} for anything else. */
    static Item of(String text) {
        ByteBuffer bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(text));
        if (bytes.remaining() < HEAD) {
            throw new IllegalArgumentException("an item has " + HEAD + " bytes and its value");
        }
        byte[] key = new byte[PublicKey.SIZE];
        byte[] signature = new byte[PublicKey.SIGNATURE];
        bytes.get(key).get(signature);
        long seq = bytes.getLong();
        byte[] value = new byte[bytes.remaining()];
        bytes.get(value);
        return new Item(key, seq, signature, value);
    }

    /** Bytes as base64url without padding. */
    public static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** The bytes, when the text is the one way to write at most so many of them in base64url without padding. */
    public static Optional<byte[]> bytes(String text, int most) {
        if (text.length() > Math.ceilDiv(most * 4, 3)) {
            return Optional.empty();
        }
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(text);
            return Optional.of(bytes).filter(it -> it.length <= most && base64(it).equals(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Item item && seq == item.seq && Arrays.equals(key, item.key) && Arrays.equals(signature, item.signature)
                && Arrays.equals(value, item.value);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(signature);
    }

    @Override
    public String toString() {
        return "Item[" + name() + ", " + seq + "]";
    }
}
