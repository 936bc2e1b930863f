package almenara.keys;

import static java.math.BigInteger.ONE;
import static java.math.BigInteger.TWO;
import static java.math.BigInteger.ZERO;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PublicKeyTest {

    private static final BigInteger P = TWO.pow(255).subtract(BigInteger.valueOf(19));
    private static final BigInteger L = TWO.pow(252).add(new BigInteger("27742317777372353535851937790883648493"));
    private static final BigInteger D = BigInteger.valueOf(-121_665).multiply(BigInteger.valueOf(121_666).modInverse(P)).mod(P);
    private static final BigInteger ROOT_OF_MINUS_ONE = TWO.modPow(P.subtract(ONE).shiftRight(2), P);

    /** A point of edwards25519, with the addition of RFC 8032, section 5.1.4, in affine coordinates. */
    private record Point(BigInteger x, BigInteger y) {

        Point plus(Point other) {
            BigInteger product = D.multiply(x).multiply(other.x).multiply(y).multiply(other.y).mod(P);
            BigInteger left = x.multiply(other.y).add(y.multiply(other.x)).multiply(ONE.add(product).modInverse(P)).mod(P);
            BigInteger right = y.multiply(other.y).add(x.multiply(other.x)).multiply(ONE.subtract(product).modInverse(P)).mod(P);
            return new Point(left, right);
        }

        Point times(BigInteger factor) {
            Point sum = new Point(ZERO, ONE);
            for (int bit = factor.bitLength() - 1; bit >= 0; bit--) {
                sum = sum.plus(sum);
                sum = factor.testBit(bit) ? sum.plus(this) : sum;
            }
            return sum;
        }

        byte[] encoded() {
            return PublicKeyTest.encoded(y, x.testBit(0));
        }
    }

    private static byte[] encoded(BigInteger y, boolean odd) {
        byte[] bytes = new byte[32];
        for (int i = 0; i < 32; i++) {
            bytes[i] = y.shiftRight(8 * i).byteValue();
        }
        bytes[31] |= (byte) (odd ? 0x80 : 0);
        return bytes;
    }

    /** Some point with that y: x^2 = (y^2 - 1) / (d y^2 + 1). */
    private static Point at(BigInteger y) {
        BigInteger square = y.multiply(y).subtract(ONE).multiply(D.multiply(y).multiply(y).add(ONE).modInverse(P)).mod(P);
        BigInteger x = square.modPow(P.add(BigInteger.valueOf(3)).shiftRight(3), P);
        if (!x.multiply(x).mod(P).equals(square)) {
            x = x.multiply(ROOT_OF_MINUS_ONE).mod(P);
        }
        return x.multiply(x).mod(P).equals(square) ? new Point(x, y) : new Point(ZERO, ONE);
    }

    /** What is left of random points when L times them is taken: the points whose order divides 8, all of them before long. */
    private static Set<Point> torsion() {
        Set<Point> points = new HashSet<>();
        Random random = new Random(1);
        for (int i = 0; i < 200; i++) {
            points.add(at(new BigInteger(254, random)).times(L));
        }
        return points;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(java.nio.charset.StandardCharsets.UTF_8);
    }

    /** The 32 bytes at the end of the X.509 encoding. */
    private static byte[] bytes(KeyPair pair) {
        byte[] encoded = pair.getPublic().getEncoded();
        return java.util.Arrays.copyOfRange(encoded, encoded.length - PublicKey.SIZE, encoded.length);
    }

    private static byte[] sign(KeyPair pair, byte[] message) throws GeneralSecurityException {
        Signature signature = Signature.getInstance("Ed25519");
        signature.initSign(pair.getPrivate());
        signature.update(message);
        return signature.sign();
    }

    private static KeyPair pair() throws GeneralSecurityException {
        return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    }

    @Test
    void everyPointOfSmallOrderIsUnsound() {
        Set<Point> points = torsion();
        assertEquals(8, points.size());
        points.forEach(point -> assertFalse(new PublicKey(point.encoded()).isSound(), point.toString()));
    }

    @Test
    void javaTakesTheSignatureThatAnybodyMakesByTheNeutralPoint() {
        byte[] neutral = encoded(ONE, false);
        byte[] signature = java.util.Arrays.copyOf(neutral, PublicKey.SIGNATURE);
        assertTrue(new PublicKey(neutral).signed(signature, utf8("anything")));
        assertFalse(new PublicKey(neutral).isSound());
    }

    @Test
    void thereIsOneWayToWriteAKey() {
        for (int above = 0; above < 19; above++) {
            assertFalse(new PublicKey(encoded(P.add(BigInteger.valueOf(above)), false)).isSound());
            assertFalse(new PublicKey(encoded(P.add(BigInteger.valueOf(above)), true)).isSound());
        }
        assertTrue(new PublicKey(encoded(P.subtract(TWO), false)).isSound());
        assertFalse(new PublicKey(new byte[31]).isSound());
        assertFalse(new PublicKey(new byte[33]).isSound());
    }

    @Test
    void everyKeyThatIsMadeIsSound() throws GeneralSecurityException {
        for (int i = 0; i < 200; i++) {
            assertTrue(new PublicKey(bytes(pair())).isSound());
        }
    }

    @Test
    void aSignatureIsThatOfItsKeyAndMessageAlone() throws GeneralSecurityException {
        KeyPair pair = pair();
        byte[] message = utf8("hello");
        byte[] signature = sign(pair, message);
        PublicKey key = new PublicKey(bytes(pair));
        assertTrue(key.signed(signature, message));
        assertTrue(key.signed(signature, utf8("he"), utf8("llo")));
        assertFalse(key.signed(signature, utf8("hellO")));
        assertFalse(new PublicKey(bytes(pair())).signed(signature, message));
        for (int bit = 0; bit < signature.length * 8; bit++) {
            byte[] turned = signature.clone();
            turned[bit / 8] ^= (byte) (1 << bit % 8);
            assertFalse(key.signed(turned, message));
        }
    }

    @Test
    void aSignatureHasNoSecondForm() throws GeneralSecurityException {
        KeyPair pair = pair();
        byte[] signature = sign(pair, new byte[3]);
        BigInteger s = ZERO;
        for (int i = 63; i >= 32; i--) {
            s = s.shiftLeft(8).or(BigInteger.valueOf(signature[i] & 0xFF));
        }
        System.arraycopy(encoded(s.add(L), false), 0, signature, 32, 32);
        assertFalse(new PublicKey(bytes(pair)).signed(signature, new byte[3]));
    }

    @Test
    void whatIsNoPointHasNoSignatures() {
        int none = 0;
        for (int y = 2; y < 40; y++) {
            byte[] bytes = encoded(BigInteger.valueOf(y), false);
            none += at(BigInteger.valueOf(y)).equals(new Point(ZERO, ONE)) ? 1 : 0;
            assertFalse(new PublicKey(bytes).signed(new byte[64], new byte[1]));
        }
        assertTrue(none > 10);
    }
}
