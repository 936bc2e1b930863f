package almenara.nodes;

import almenara.keys.PublicKey;
import almenara.keys.SigningKey;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * How a node shows, over its own URL, that it has the key of its record: it signs what the visitor has made up, with its URL. It signs no URL but its own, so
 * what it signs is of no use to whoever passes a visitor's question on to it; and nothing else that it signs begins with this label.
 */
public final class KeyProof {

    /** Bytes that the visitor makes up. */
    public static final int NONCE = 32;
    private static final byte[] LABEL = "almenara/node-proof/v1\0".getBytes(StandardCharsets.US_ASCII);

    private KeyProof() {
    }

    static byte[] sign(SigningKey key, byte[] nonce, NodeUrl own) {
        if (nonce.length != NONCE) {
            throw new IllegalArgumentException("a nonce has " + NONCE + " bytes");
        }
        return key.sign(message(nonce, own));
    }

    static boolean isProof(byte[] signature, byte[] key, byte[] nonce, NodeUrl url) {
        return signature.length == PublicKey.SIGNATURE && new PublicKey(key).signed(signature, message(nonce, url));
    }

    private static byte[] message(byte[] nonce, NodeUrl url) {
        byte[] text = url.text().getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocate(LABEL.length + nonce.length + Short.BYTES + text.length).put(LABEL).put(nonce).putShort((short) text.length).put(text).array();
    }
}
