package almenara.stun;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The vectors are those of RFC 5769, whose addresses and transaction the others here use, too. */
class BindingTest {

    private static final String COOKIE = "2112a442";
    private static final String TRANSACTION = "b7e7a701bc34d686fa87dfae";
    private static final String REQUEST = "00010000" + COOKIE + TRANSACTION;
    private static final InetSocketAddress V4 = new InetSocketAddress("192.0.2.1", 32853);
    private static final InetSocketAddress V6 = new InetSocketAddress("2001:db8:1234:5678:11:2233:4455:6677", 32853);
    /** RFC 5769, section 2.1. */
    private static final String SAMPLE = "00010058" + COOKIE + TRANSACTION + "80220010" + "5354554e207465737420636c69656e74" + "00240004" + "6e0001ff"
            + "80290008" + "932ff9b151263b36" + "00060009" + "6576746a3a68367659202020" + "00080014" + "9aeaa70cbfd8cb56781ef2b5b2d3f249c1b571a2"
            + "80280004" + "e57a3bcf";

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex);
    }

    private static String answer(String request, InetSocketAddress from) {
        return answer(bytes(request), from);
    }

    private static String answer(byte[] request, InetSocketAddress from) {
        return Binding.answer(request, from).map(HexFormat.of()::formatHex).orElse("");
    }

    /** A request with those attributes, which the length counts. */
    private static String with(String attributes) {
        return "0001" + HexFormat.of().toHexDigits((short) (attributes.length() / 2)) + COOKIE + TRANSACTION + attributes;
    }

    private static byte[] fingerprinted(String attributes) {
        byte[] message = bytes(with(attributes + "8028000400000000"));
        int at = message.length - Integer.BYTES;
        ByteBuffer.wrap(message).putInt(at, Message.fingerprint(message, at - Integer.BYTES));
        return message;
    }

    @Test
    void aRequestOverIpv4IsToldItsAddress() {
        assertEquals("0101000c" + COOKIE + TRANSACTION + "00200008" + "0001a147e112a643", answer(REQUEST, V4));
    }

    @Test
    void aRequestOverIpv6IsToldItsAddress() {
        assertEquals("01010018" + COOKIE + TRANSACTION + "00200014" + "0002a147" + "0113a9faa5d3f179bc25f4b5bed2b9d9", answer(REQUEST, V6));
    }

    @Test
    void aRequestWithAFingerprintGetsOneBack() {
        String answer = answer(fingerprinted(""), V4);
        assertEquals("01010014" + COOKIE + TRANSACTION + "002000080001a147e112a643" + "80280004", answer.substring(0, answer.length() - 8));
        byte[] message = bytes(answer);
        assertEquals(Message.fingerprint(message, message.length - 8), ByteBuffer.wrap(message).getInt(message.length - 4));
    }

    @Test
    void theSampleRequestHasARightFingerprintAndAsksForMoreThanWeKnow() {
        String answer = answer(SAMPLE, V4);
        assertEquals("01110018" + COOKIE + TRANSACTION + "00090004" + "00000414" + "000a0002" + "00240000" + "80280004", answer.substring(0, answer.length() - 8));
    }

    /** A flipped bit may hide the fingerprint itself in what is passed over; then there is nothing left to check. */
    @Test
    void noRequestPassesAFingerprintThatABitOfItBelies() {
        byte[] request = bytes(SAMPLE);
        for (int bit = 0; bit < request.length * Byte.SIZE; bit++) {
            byte[] flipped = request.clone();
            flipped[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
            assertTrue(Message.parse(flipped).filter(Message::hasFingerprint).isEmpty(), "bit " + bit);
        }
    }

    @Test
    void unknownAttributesThatMustBeUnderstoodAreNamedOnceEach() {
        String answer = answer(with("00030004" + "00000006" + "00240004" + "00000001" + "0003" + "0000" + "7fff0000"), V4);
        assertEquals("01110014" + COOKIE + TRANSACTION + "0009000400000414" + "000a0006" + "000300247fff0000", answer);
    }

    @ParameterizedTest
    @ValueSource(strings = {"80000000", "ffff0000", "8022000361626300", "0006000161000000", "00080014000000000000000000000000000000000000000000240000", "001c0000" + "00030000"})
    void whatMayBePassedOverOrFollowsAnIntegrityCheckDoesNotMatter(String attributes) {
        assertTrue(answer(with(attributes), V4).startsWith("0101000c"), attributes);
    }

    @ParameterizedTest
    @CsvSource({"0000, RFC 3489 or nothing", "0002, no method", "0011, an indication", "0101, a success", "0111, an error", "0003, Allocate", "4001, the first bits", "8001, RTP",
        "1001, another method"})
    void whatIsNoBindingRequestGetsNoAnswer(String type, String what) {
        assertEquals("", answer(type + REQUEST.substring(4), V4), what);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "00", "0001", "00010000" + COOKIE + "b7e7a701bc34d686fa87df", "00010004" + COOKIE + TRANSACTION, "00010000" + COOKIE + TRANSACTION + "00",
        "00010000" + COOKIE + TRANSACTION + "80220000", "00010001" + COOKIE + TRANSACTION + "00", "00010002" + COOKIE + TRANSACTION + "8022",
        "00010003" + COOKIE + TRANSACTION + "802200", "00010004" + COOKIE + TRANSACTION + "80220001", "00010008" + COOKIE + TRANSACTION + "8022000500000000",
        "00010008" + COOKIE + TRANSACTION + "8022ffff00000000", "00010000" + "2112a443" + TRANSACTION, "00010000" + "00000000" + TRANSACTION})
    void aLengthOrACookieThatIsWrongGetsNoAnswer(String request) {
        assertEquals("", answer(request, V4));
    }

    @Test
    void aFingerprintThatIsNotTheLastAttributeOrOfAnotherLengthGetsNoAnswer() {
        String right = HexFormat.of().formatHex(fingerprinted("")).substring(40);
        assertEquals("", answer(with(right + "80220000"), V4));
        assertEquals("", answer(with(right + right), V4));
        assertEquals("", answer(with("80280000"), V4));
        assertEquals("", answer(with("802800080000000000000000"), V4));
        assertEquals("", answer(with("8028000400000000"), V4));
    }

    @Test
    void noAnswerMakesADatagramMoreThanTwiceAsLong() {
        Random random = new Random(3);
        for (int i = 0; i < 20_000; i++) {
            StringBuilder attributes = new StringBuilder();
            IntStream.range(0, random.nextInt(8)).forEach(k -> attributes.append(HexFormat.of().toHexDigits((short) random.nextInt(0x10000))).append("0000"));
            byte[] request = random.nextBoolean() ? bytes(with(attributes.toString())) : fingerprinted(attributes.toString());
            int length = Binding.answer(request, random.nextBoolean() ? V4 : V6).map(answer -> answer.length).orElse(0);
            assertTrue(8 + length <= 2 * (8 + request.length), () -> HexFormat.of().formatHex(request) + " got " + length);
        }
    }

    @Test
    void noiseOfAnyLengthGetsNoAnswerAndDoesNoHarm() {
        Random random = new Random(4);
        for (int i = 0; i < 20_000; i++) {
            byte[] noise = new byte[random.nextInt(1501)];
            random.nextBytes(noise);
            assertEquals("", answer(noise, V4));
        }
        byte[] request = bytes(SAMPLE);
        for (int length = 0; length < request.length; length++) {
            assertEquals("", answer(Arrays.copyOf(request, length), V4), "cut off after " + length);
        }
    }
}
