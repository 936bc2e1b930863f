package almenara.transport;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import almenara.fuzz.Seeds;
import almenara.messages.Refusal;
import com.code_intelligence.jazzer.junit.FuzzTest;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Bytes of bodies, and how long texts are as bytes. */
class BytesFuzzTest {

    private static final int MOST = 16;

    static Stream<byte[]> seeds() {
        return Stream.concat(Seeds.texts("", "a", "é€😀", "\u007f\u0080\u07ff\u0800\uffff", "x".repeat(MOST), "x".repeat(2 * MOST + 1), "\ufffd", "\ufeff{}"),
                Stream.of(new byte[] {(byte) 0xc0, (byte) 0x80}, new byte[] {(byte) 0xed, (byte) 0xa0, (byte) 0x80}, new byte[] {(byte) 0xf4, (byte) 0x90, (byte) 0x80, (byte) 0x80},
                        new byte[] {(byte) 0xd8, 0x3d, (byte) 0xde, 0, (byte) 0xd8, 0x3d}));
    }

    /** What Java does not have to change to make a text of it is UTF-8. */
    @MethodSource("seeds")
    @FuzzTest
    void aBodyIsTheTextOfItsBytesOrRefused(byte[] input) {
        boolean isUtf8 = Arrays.equals(input, Seeds.text(input).getBytes(StandardCharsets.UTF_8));
        try {
            assertArrayEquals(input, Bodies.text(input).getBytes(StandardCharsets.UTF_8));
            assertTrue(isUtf8);
        } catch (Refusal refused) {
            assertFalse(isUtf8);
            assertEquals(Refusal.Code.BAD_TEXT, refused.code());
        }
    }

    @MethodSource("seeds")
    @FuzzTest
    void aTextIsAsLongAsItsBytes(byte[] input) {
        for (String text : List.of(Seeds.text(input), Seeds.latin(input), chars(input))) {
            assertEquals(text.getBytes(StandardCharsets.UTF_8).length, Utf8.length(text));
        }
    }

    /** Two bytes a character, so that surrogates stand alone. */
    static String chars(byte[] input) {
        StringBuilder text = new StringBuilder();
        for (int at = 0; at + 1 < input.length; at += 2) {
            text.append((char) (Byte.toUnsignedInt(input[at]) << Byte.SIZE | Byte.toUnsignedInt(input[at + 1])));
        }
        return text.toString();
    }

    /** A body of which there is so much at a time as the byte says with which that part begins. */
    private static final class Sent extends ServletInputStream {
        private final byte[] bytes;
        private int at;
        private int ready;

        Sent(byte[] bytes) {
            this.bytes = bytes;
        }

        boolean more() {
            ready = Math.min(bytes.length, at + (at < bytes.length ? 1 + bytes[at] & 7 : 0) + 1);
            return at < bytes.length;
        }

        @Override
        public int read() {
            return at < ready ? Byte.toUnsignedInt(bytes[at++]) : -1;
        }

        @Override
        public boolean isReady() {
            return at < ready;
        }

        @Override
        public boolean isFinished() {
            return at == bytes.length;
        }

        @Override
        public void setReadListener(ReadListener listener) {
            throw new UnsupportedOperationException();
        }
    }

    private static final class Told implements BodyReader.Receiver {
        private final List<String> all = new ArrayList<>();
        private byte[] body = {};

        @Override
        public void received(byte[] whole) {
            all.add("received");
            body = whole;
        }

        @Override
        public void refused(Refusal refusal) {
            all.add("refused");
            assertEquals(Refusal.Code.TOO_LARGE, refusal.code());
        }

        @Override
        public void ended() {
            all.add("ended");
        }

        @Override
        public void gone() {
            all.add("gone");
        }
    }

    @MethodSource("seeds")
    @FuzzTest
    void aBodyIsHandedOnWholeOrRefusedHoweverItComes(byte[] input) {
        Told told = new Told();
        Sent sent = new Sent(input);
        BodyReader reader = new BodyReader(sent, MOST, told);
        try {
            while (sent.more()) {
                reader.onDataAvailable();
            }
            reader.onAllDataRead();
        } catch (IOException closed) {
            reader.onError(closed);
        }
        if (input.length <= MOST) {
            assertEquals(List.of("received"), told.all);
            assertArrayEquals(input, told.body);
        } else {
            assertEquals(2, told.all.size());
            assertEquals("refused", told.all.getFirst());
            assertTrue("gone".equals(told.all.getLast()) || "ended".equals(told.all.getLast()) && input.length <= 2 * MOST);
        }
    }
}
