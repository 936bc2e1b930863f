package almenara.dht.store;

import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;

/** Ed25519 with keys and signatures in their bare bytes (RFC 8032): 32 and 64. */
public final class Ed25519 {

    public static final int KEY = 32;
    public static final int SIGNATURE = 64;

    private static final String NAME = "Ed25519";
    /** What the DER of a public key begins with (RFC 8410). */
    private static final byte[] HEAD = HexFormat.of().parseHex("302a300506032b6570032100");

    private Ed25519() {
    }

    /** The bytes of a public key. */
    public static byte[] bytes(PublicKey key) {
        byte[] encoded = key.getEncoded();
        return Arrays.copyOfRange(encoded, HEAD.length, encoded.length);
    }

    /** False for a wrong signature, and for bytes that are no key or no signature. */
    public static boolean verify(byte[] key, byte[] signature, byte[] message) {
        ByteArrayOutputStream encoded = new ByteArrayOutputStream();
        encoded.writeBytes(HEAD);
        encoded.writeBytes(key);
        try {
            Signature verification = Signature.getInstance(NAME);
            verification.initVerify(KeyFactory.getInstance(NAME).generatePublic(new X509EncodedKeySpec(encoded.toByteArray())));
            verification.update(message);
            return verification.verify(signature);
        } catch (InvalidKeyException | InvalidKeySpecException | SignatureException e) {
            return false;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java since 15 has " + NAME, e);
        }
    }

    static byte[] sign(PrivateKey key, byte[] message) {
        try {
            Signature signing = Signature.getInstance(NAME);
            signing.initSign(key);
            signing.update(message);
            return signing.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("no key of " + NAME, e);
        }
    }
}
