package almenara.keys;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;

/** The hash functions that every Java has. */
public final class Hashes {

    private Hashes() {
    }

    /** SHA-256 (FIPS 180-4), at its beginning. */
    public static MessageDigest sha256() {
        return begin("SHA-256");
    }

    /** The SHA-256 of these bytes, one after the other: 32 bytes. */
    public static byte[] sha256(byte[]... parts) {
        return hash(sha256(), parts);
    }

    /** The SHA-1 of these bytes, one after the other: 20 bytes. */
    public static byte[] sha1(byte[]... parts) {
        return hash(begin("SHA-1"), parts);
    }

    private static byte[] hash(MessageDigest digest, byte[]... parts) {
        for (byte[] part : parts) {
            digest.update(part);
        }
        return digest.digest();
    }

    private static MessageDigest begin(String name) {
        try {
            return MessageDigest.getInstance(name);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + name, e);
        }
    }
}
