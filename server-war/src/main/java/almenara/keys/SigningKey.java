package almenara.keys;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.NamedParameterSpec;
import java.util.Arrays;

/** An Ed25519 key that signs, made of its 32 secret bytes (the private key of RFC 8032, section 5.1.5). It never prints. */
public final class SigningKey {

    /** Bytes of the secret. */
    public static final int SECRET = 32;

    private final PrivateKey key;
    private final PublicKey publicKey;

    /** Throws {@link IllegalArgumentException} unless there are 32 bytes. */
    public SigningKey(byte[] secret) {
        if (secret.length != SECRET) {
            throw new IllegalArgumentException("a key is made of " + SECRET + " bytes");
        }
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(PublicKey.NAME);
            generator.initialize(NamedParameterSpec.ED25519, new Told(secret));
            KeyPair pair = generator.generateKeyPair();
            this.key = pair.getPrivate();
            byte[] encoded = pair.getPublic().getEncoded();
            this.publicKey = new PublicKey(Arrays.copyOfRange(encoded, encoded.length - PublicKey.SIZE, encoded.length));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java since 15 has Ed25519", e);
        }
    }

    /** What the generator takes for chance: the JDK has no other way from a secret to its public key. */
    private static final class Told extends SecureRandom {

        private static final long serialVersionUID = 1L;

        private final byte[] secret;

        Told(byte[] secret) {
            super(null, null);
            this.secret = secret;
        }

        @Override
        public void nextBytes(byte[] bytes) {
            if (bytes.length != secret.length) {
                throw new IllegalStateException("this JDK makes Ed25519 keys in another way");
            }
            System.arraycopy(secret, 0, bytes, 0, bytes.length);
        }
    }

    public PublicKey publicKey() {
        return publicKey;
    }

    /** The 64 bytes of the signature of the parts, one after the other. */
    public byte[] sign(byte[]... message) {
        try {
            Signature signature = Signature.getInstance(PublicKey.NAME);
            signature.initSign(key);
            for (byte[] part : message) {
                signature.update(part);
            }
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java since 15 has Ed25519", e);
        }
    }
}
