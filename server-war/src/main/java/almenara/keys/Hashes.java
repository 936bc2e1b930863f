package almenara.keys;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The hash functions that every Java has, and the codes by which who has a key knows a message again. */
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

    /** The HMAC-SHA-256 (RFC 2104) of these bytes, one after the other, by a key of at least one byte: 32 bytes. */
    public static byte[] hmacSha256(byte[] key, byte[]... parts) {
        return hmac("HmacSHA256", key, parts);
    }

    /** The HMAC-SHA-1 (RFC 2104) of these bytes, one after the other, by a key of at least one byte: 20 bytes. */
    public static byte[] hmacSha1(byte[] key, byte[]... parts) {
        return hmac("HmacSHA1", key, parts);
    }

    private static byte[] hmac(String name, byte[] key, byte[]... parts) {
        try {
            Mac mac = Mac.getInstance(name);
            mac.init(new SecretKeySpec(key, name));
            for (byte[] part : parts) {
                mac.update(part);
            }
            return mac.doFinal();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + name, e);
        }
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
