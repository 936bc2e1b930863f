package almenara.dht.store;

import almenara.keys.PublicKey;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.Signature;
import java.util.Arrays;

/** What BEP 44 takes of a key pair of Ed25519 (RFC 8032): bare bytes, 32 of the public key and 64 of a signature. */
final class Ed25519 {

    private static final String NAME = "Ed25519";

    private Ed25519() {
    }

    /** The bytes of the public key. */
    static byte[] key(KeyPair keys) {
        byte[] encoded = keys.getPublic().getEncoded();
        return Arrays.copyOfRange(encoded, encoded.length - PublicKey.SIZE, encoded.length);
    }

    static byte[] sign(KeyPair keys, byte[] message) {
        try {
            Signature signing = Signature.getInstance(NAME);
            signing.initSign(keys.getPrivate());
            signing.update(message);
            return signing.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("no key of " + NAME, e);
        }
    }
}
