package almenara.bencode;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DecoderTest {

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static Value decode(String text) {
        return Decoder.decode(bytes(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"i0e", "i-1e", "i9223372036854775807e", "i-9223372036854775808e", "0:", "4:spam", "le", "l4:spami42ee", "de",
        "d0:i1e1:ai2e2:aai3e1:bd1:xleee", "d1:ad2:id20:abcdefghij0123456789e1:q4:ping1:t2:aa1:y1:qe"})
    void whatIsCanonicalIsTakenAndWrittenAsItCame(String text) {
        assertArrayEquals(bytes(text), decode(text).encode());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "e", "i", "ie", "i-e", "i-0e", "i00e", "i01e", "i+1e", "i 1e", "i1", "i1.0e", "i9223372036854775808e",
        "i-9223372036854775809e", "i10000000000000000000000000000e", "01:a", "00:", "1:", "2:a", ":", "1a", "-1:a", "9999999999:a", "4294967297:a", "l", "li1e",
        "d", "di1ei2ee", "di1e1:ae", "d1:a", "d1:a0:", "d1:ae", "de ", "d1:b0:1:a0:e", "d1:a2:xe", "d1:ai1.5ee", "d1:ai1e", "d1:bi1e1:ai2ee", "d1:ai1e1:ai1ee", "dle1:ae", "i1ei2e", "4:spamx"})
    void whatIsNotCanonicalIsRefused(String text) {
        assertThrows(Malformed.class, () -> decode(text));
    }

    @Test
    void keysAreInTheOrderOfTheirBytes() {
        assertEquals("d2:az0:2:b\u00ff0:1:c0:e", new String(decode("d2:az0:2:b\u00ff0:1:c0:e").encode(), StandardCharsets.ISO_8859_1));
        assertThrows(Malformed.class, () -> decode("d1:\u00ff0:1:a0:e"));
    }

    private static String nested(int levels) {
        return "l".repeat(levels) + "e".repeat(levels);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4, 32})
    void valuesNestSoDeepAndNoDeeper(int levels) {
        Decoder.Limits limits = new Decoder.Limits(levels, 18);
        assertArrayEquals(bytes(nested(levels)), Decoder.decode(bytes(nested(levels)), limits).encode());
        assertThrows(Malformed.class, () -> Decoder.decode(bytes(nested(levels + 1)), limits));
        String dictionaries = "d0:".repeat(levels) + "de" + "e".repeat(levels);
        assertThrows(Malformed.class, () -> Decoder.decode(bytes(dictionaries), limits));
        decode(nested(Decoder.WIDE.levels()));
        assertThrows(Malformed.class, () -> decode(nested(Decoder.WIDE.levels() + 1)));
    }

    @Test
    void anIntegerHasSoManyDigitsAndNoMore() {
        Decoder.Limits limits = new Decoder.Limits(4, 18);
        assertEquals(new Value.Whole(123_456_789_012_345_678L), Decoder.decode(bytes("i123456789012345678e"), limits));
        assertEquals(new Value.Whole(-12_345_678_901_234_567L), Decoder.decode(bytes("i-12345678901234567e"), limits));
        assertThrows(Malformed.class, () -> Decoder.decode(bytes("i1234567890123456789e"), limits));
        assertThrows(Malformed.class, () -> Decoder.decode(bytes("i-123456789012345678e"), limits));
        assertEquals(new Value.Whole(1_234_567_890_123_456_789L), decode("i1234567890123456789e"));
    }

    @Test
    void aKindThatWasNotAskedForIsMalformed() {
        Dictionary value = (Dictionary) decode("d1:ai1e1:b2:xx1:clee");
        assertEquals(1, value.number("a").orElseThrow());
        assertArrayEquals(bytes("xx"), value.bytes("b", 2).orElseThrow());
        assertTrue(value.items("c").isEmpty() && value.items("d").isEmpty() && value.number("d").isEmpty() && value.dictionary("d").isEmpty());
        assertThrows(Malformed.class, () -> value.bytes("a"));
        assertThrows(Malformed.class, () -> value.bytes("b", 3));
        assertThrows(Malformed.class, () -> value.number("b"));
        assertThrows(Malformed.class, () -> value.dictionary("c"));
        assertThrows(Malformed.class, () -> value.items("a"));
    }

    private static Value any(Random random, int depth) {
        return switch (random.nextInt(depth == 0 ? 2 : 4)) {
            case 0 -> new Value.Whole(random.nextLong() >> random.nextInt(64));
            case 1 -> {
                byte[] text = new byte[random.nextInt(20)];
                random.nextBytes(text);
                yield new Value.Text(text);
            }
            case 2 -> {
                List<Value> values = new ArrayList<>();
                random.ints(random.nextInt(4)).forEach(i -> values.add(any(random, depth - 1)));
                yield new Value.Items(values);
            }
            default -> {
                Dictionary dictionary = Dictionary.of();
                random.ints(random.nextInt(4)).forEach(i -> dictionary.with(Character.toString((char) (i & 0xff)), any(random, depth - 1)));
                yield dictionary;
            }
        };
    }

    @Test
    void whatIsWrittenIsReadAgain() {
        Random random = new Random(44);
        for (int i = 0; i < 20_000; i++) {
            Value value = any(random, 4);
            assertEquals(value, Decoder.decode(value.encode()));
        }
    }

    /** Whatever is taken has one form only, and what is not taken is refused in the one way. */
    @Test
    void noBytesAreTakenThatWouldBeWrittenDifferently() {
        Random random = new Random(5);
        int taken = 0;
        for (int i = 0; i < 200_000; i++) {
            byte[] bytes = any(random, 3).encode();
            for (int changes = random.nextInt(3); changes >= 0; changes--) {
                bytes[random.nextInt(bytes.length)] = (byte) (random.nextBoolean() ? "0123456789-:ilde".charAt(random.nextInt(16)) : random.nextInt());
            }
            try {
                assertArrayEquals(bytes, Decoder.decode(bytes).encode());
                taken++;
            } catch (Malformed e) {
                // as it should be
            }
        }
        assertTrue(taken > 1000, "the changes leave something to take: " + taken);
    }
}
