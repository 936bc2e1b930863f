package almenara.it;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Frames of WebSocket (RFC 6455, section 5) that break its rules, each in a way of its own, and a few that keep them. */
final class Frames {

    private static final int FIN = 0x80;
    private static final int TEXT = 1;
    private static final int BINARY = 2;
    private static final int CLOSE = 8;
    private static final int PING = 9;
    private static final int PONG = 10;
    private static final int MASKED = 0x80;
    private static final int SHORT = 126;
    private static final int LONG = 127;
    private static final int MASK = 4;
    private static final int MOST_CONTROL = 125;
    private static final List<byte[]> NO_UTF8 = List.of(new byte[] {(byte) 0xc3, 0x28}, new byte[] {(byte) 0xed, (byte) 0xa0, (byte) 0x80}, new byte[] {(byte) 0xc0, (byte) 0xaf},
            new byte[] {(byte) 0xf4, (byte) 0x90, (byte) 0x80, (byte) 0x80}, new byte[] {(byte) 0xe2, (byte) 0x82}, new byte[] {(byte) 0xff});
    private static final int[] CODES = {0, 999, 1000, 1001, 1004, 1005, 1006, 1011, 1015, 1016, 2999, 3000, 4999, 5000, 65_535};

    private final Random random;
    private final List<String> texts;

    /** {@code texts}: what the other side understands. */
    Frames(Random random, List<String> texts) {
        this.random = random;
        this.texts = texts;
    }

    /** The bytes of a frame, of several, or of a part of one. */
    byte[] next() {
        return switch (random.nextInt(16)) {
            case 0 -> frame(FIN | (1 + random.nextInt(7)) << 4 | TEXT, text());
            case 1 -> frame(FIN | 3 + random.nextInt(5), text());
            case 2 -> frame(FIN | 11 + random.nextInt(5), text());
            case 3 -> frame(CLOSE + random.nextInt(3), bytes(8));
            case 4 -> frame(FIN | CLOSE + random.nextInt(3), bytes(MOST_CONTROL + 1 + random.nextInt(200)));
            case 5 -> frame(FIN | TEXT, joined(text(), NO_UTF8.get(random.nextInt(NO_UTF8.size()))));
            case 6 -> wrongLength();
            case 7 -> unmasked();
            case 8 -> frame(random.nextBoolean() ? FIN : 0, text());
            case 9 -> joined(frame(TEXT, text()), frame(FIN | TEXT, text()));
            case 10 -> frame(FIN | CLOSE, closing());
            case 11 -> frame(FIN | (random.nextBoolean() ? PING : PONG), bytes(random.nextInt(MOST_CONTROL + 1)));
            case 12 -> frame(FIN | BINARY, random.nextBoolean() ? text() : bytes(64));
            case 13 -> bytes(1 + random.nextInt(64));
            case 14 -> fragments();
            default -> frame(FIN | TEXT, text());
        };
    }

    /** A text of the other side's, often with something wrong in it. */
    private byte[] text() {
        byte[] text = texts.get(random.nextInt(texts.size())).getBytes(StandardCharsets.UTF_8);
        int from = random.nextInt(text.length + 1);
        return switch (random.nextInt(4)) {
            case 0 -> Arrays.copyOf(text, from);
            case 1 -> joined(Arrays.copyOf(text, from), new byte[] {(byte) random.nextInt(128)}, Arrays.copyOfRange(text, from, text.length));
            default -> text;
        };
    }

    private byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    /** A text in fragments, of which some are empty, with a ping between them, and perhaps without its end. */
    private byte[] fragments() {
        byte[] text = text();
        int half = text.length / 2;
        return joined(frame(TEXT, Arrays.copyOf(text, half)), frame(0, new byte[0]), frame(FIN | PING, bytes(4)),
                random.nextBoolean() ? new byte[0] : frame(FIN, Arrays.copyOfRange(text, half, text.length)));
    }

    private byte[] closing() {
        int code = CODES[random.nextInt(CODES.length)];
        byte[] reason = random.nextBoolean() ? NO_UTF8.get(random.nextInt(NO_UTF8.size())) : new byte[random.nextInt(4)];
        return random.nextInt(4) == 0 ? bytes(1) : joined(ByteBuffer.allocate(Short.BYTES).putShort((short) code).array(), reason);
    }

    private byte[] unmasked() {
        byte[] payload = text();
        byte[] length = payload.length < SHORT ? new byte[] {(byte) payload.length} : new byte[] {SHORT, (byte) (payload.length >> Byte.SIZE), (byte) payload.length};
        return joined(new byte[] {(byte) (FIN | TEXT)}, length, payload);
    }

    /** More or less than comes, longer than it needs to be written, negative, or more than anybody takes. */
    private byte[] wrongLength() {
        byte[] payload = text();
        long[] lengths = {-1, Long.MIN_VALUE, Long.MAX_VALUE, 1L << 32, 1 << 30, 65_537, payload.length, payload.length + 1, Math.max(0, payload.length - 1)};
        long length = lengths[random.nextInt(lengths.length)];
        boolean isShort = length >= 0 && length < 1 << Short.SIZE && random.nextBoolean();
        ByteBuffer head = isShort ? ByteBuffer.allocate(4).put((byte) (FIN | TEXT)).put((byte) (MASKED | SHORT)).putShort((short) length)
                : ByteBuffer.allocate(10).put((byte) (FIN | TEXT)).put((byte) (MASKED | LONG)).putLong(length);
        return joined(head.array(), masked(payload));
    }

    private byte[] frame(int first, byte[] payload) {
        byte[] length = payload.length < SHORT ? new byte[] {(byte) (MASKED | payload.length)}
                : new byte[] {(byte) (MASKED | SHORT), (byte) (payload.length >> Byte.SIZE), (byte) payload.length};
        return joined(new byte[] {(byte) first}, length, masked(payload));
    }

    /** The mask, and the payload under it. */
    private byte[] masked(byte[] payload) {
        byte[] mask = bytes(MASK);
        byte[] masked = payload.clone();
        for (int i = 0; i < masked.length; i++) {
            masked[i] ^= mask[i % MASK];
        }
        return joined(mask, masked);
    }

    static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }
}
