package almenara.keys;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.EdECPoint;
import java.security.spec.EdECPublicKeySpec;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.NamedParameterSpec;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * An Ed25519 public key (RFC 8032), 32 bytes. Not every key proves anything: for a point of small order anybody makes signatures, and a y that is not below
 * p is a second way to write a key, so both are unsound.
 */
public record PublicKey(byte[] bytes) {

    public static final int SIZE = 32;
    public static final int SIGNATURE = 64;
    static final String NAME = "Ed25519";
    private static final BigInteger P = BigInteger.TWO.pow(255).subtract(BigInteger.valueOf(19));
    /** The y of the points whose order divides 8; the tests compute them. */
    private static final Set<BigInteger> SMALL = Stream.of("00".repeat(SIZE), "01" + "00".repeat(SIZE - 1), "ec" + "ff".repeat(SIZE - 2) + "7f",
            "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05", "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a")
            .map(text -> y(HexFormat.of().parseHex(text))).collect(Collectors.toUnmodifiableSet());

    /** The little-endian number in all bits but the highest, which is the sign of x. */
    private static BigInteger y(byte[] bytes) {
        byte[] number = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            number[i] = bytes[bytes.length - 1 - i];
        }
        number[0] &= Byte.MAX_VALUE;
        return new BigInteger(1, number);
    }

    /** True for a key whose signatures prove something. */
    public boolean isSound() {
        BigInteger y = y(bytes);
        return bytes.length == SIZE && y.compareTo(P) < 0 && !SMALL.contains(y);
    }

    /** True when that is the key's signature of the message; false for everything else, also for what is no point of the curve. */
    public boolean signed(byte[] signature, byte[]... message) {
        try {
            boolean odd = bytes[SIZE - 1] < 0;
            EdECPublicKeySpec spec = new EdECPublicKeySpec(NamedParameterSpec.ED25519, new EdECPoint(odd, y(bytes)));
            Signature verification = Signature.getInstance(NAME);
            verification.initVerify(KeyFactory.getInstance(NAME).generatePublic(spec));
            for (byte[] part : message) {
                verification.update(part);
            }
            return verification.verify(signature);
        } catch (InvalidKeyException | InvalidKeySpecException | SignatureException e) {
            return false;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java since 15 has Ed25519", e);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PublicKey key && Arrays.equals(bytes, key.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }
}
