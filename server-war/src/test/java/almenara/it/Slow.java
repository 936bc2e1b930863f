package almenara.it;

import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** The ways to be slow: clients who say what they say byte by byte and never come to its end, and those who read so. */
final class Slow {

    private static final int SMALL = 4096;
    private static final int LONG = 60_000;
    private static final int FILLER = 'a';

    private final List<String> rooms;
    private final Duration pace;
    private final Duration patience;

    /** A byte each {@code pace}; streams go by themselves after {@code patience}, for a reader with a full buffer before it does not see the end. */
    Slow(List<String> rooms, Duration pace, Duration patience) {
        this.rooms = rooms;
        this.pace = pace;
        this.patience = patience;
    }

    Map<String, Herd.Life> ways() {
        Map<String, Herd.Life> ways = new LinkedHashMap<>();
        ways.put("heads", (number, random) -> drip(random, "", "GET / HTTP/1.1\r\nHost: x\r\nX-Slow: "));
        ways.put("bodies", (number, random) -> drip(random, "POST /room/" + room(number) + " HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: " + LONG + "\r\n\r\n", ""));
        ways.put("handshakes", (number, random) -> drip(random, "", "GET /room/" + room(number) + " HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nX-Slow: "));
        ways.put("frames", this::frame);
        ways.put("streams", this::stream);
        return ways;
    }

    private String room(int number) {
        return rooms.get(number % rooms.size());
    }

    /** Says the first at once and the second slowly, and goes on for ever. */
    private void drip(Random random, String first, String second) throws IOException {
        try (Socket socket = Torn.connect(random, SMALL)) {
            socket.getOutputStream().write(first.getBytes(StandardCharsets.US_ASCII));
            drip(socket.getOutputStream(), second);
        }
    }

    private void drip(OutputStream out, String text) throws IOException {
        for (int at = 0;; at++) {
            Herd.pause(pace);
            out.write(at < text.length() ? text.charAt(at) : FILLER);
        }
    }

    private void frame(int number, Random random) throws IOException {
        Socket socket = Torn.connect(random, SMALL);
        try (Wire wire = Wire.upgrade(socket, room(number))) {
            wire.head(Wire.TEXT, LONG);
            drip(socket.getOutputStream(), "");
        }
    }

    private void stream(int number, Random random) throws IOException {
        Socket socket = Torn.connect(random, SMALL);
        try (Wire wire = Wire.request(socket, "GET /room/" + room(number) + " HTTP/1.1", "Host: x", "Accept: text/event-stream")) {
            if (wire.status() != 200) {
                throw new IOException("status " + wire.status());
            }
            for (long end = System.nanoTime() + patience.toNanos(); System.nanoTime() < end;) {
                Herd.pause(pace);
                if (socket.getInputStream().read() < 0) {
                    throw new EOFException();
                }
            }
        }
    }
}
