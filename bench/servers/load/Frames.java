package load;

import java.nio.charset.StandardCharsets;

/** The frames of RFC 6455 as a client sends them. The mask is zero, which is a mask like any other and costs a client nothing. */
final class Frames {

    static final int TEXT = 1;
    static final int CLOSE = 8;
    static final int PING = 9;
    static final int PONG = 10;
    static final int SHORT = 126;
    static final int LONG = 127;
    private static final int FINAL = 0x80;
    private static final int MASKED = 0x80;
    private static final int MASK = 4;
    private static final int MOST = 0xffff;

    private Frames() {
    }

    static byte[] text(String text) {
        return of(TEXT, text.getBytes(StandardCharsets.UTF_8));
    }

    static byte[] of(int kind, byte[] payload) {
        int length = payload.length;
        if (length > MOST) {
            throw new IllegalArgumentException("a frame of " + length + " bytes");
        }
        int head = length < SHORT ? 2 : 4;
        byte[] frame = new byte[head + MASK + length];
        frame[0] = (byte) (FINAL | kind);
        frame[1] = (byte) (MASKED | Math.min(length, SHORT));
        if (head > 2) {
            frame[2] = (byte) (length >> 8);
            frame[3] = (byte) length;
        }
        System.arraycopy(payload, 0, frame, head + MASK, length);
        return frame;
    }
}
