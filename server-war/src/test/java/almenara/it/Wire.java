package almenara.it;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/** A WebSocket client of bytes (RFC 6455, section 5.2), free to break every rule. It reads only when it is told to. */
final class Wire implements AutoCloseable {

    static final int TEXT = 0x81;
    static final int BINARY = 0x82;
    static final int CLOSE = 0x88;
    static final int PING = 0x89;
    static final int PONG = 0x8a;
    /** The code of a connection that ends without a close frame. */
    static final int CUT = 1006;

    private static final int MASKED = 0x80;
    private static final int SHORT = 126;
    private static final int LONG = 127;
    private static final byte[] MASK = {1, 2, 3, 4};

    /** A frame of the server: its first byte and what it carries. */
    record Frame(int first, byte[] payload) {

        String text() {
            return new String(payload, StandardCharsets.UTF_8);
        }

        int code() {
            return payload.length < Short.BYTES ? 1005 : Short.toUnsignedInt(ByteBuffer.wrap(payload).getShort());
        }
    }

    private final Socket socket;
    private final DataInputStream in;
    private final OutputStream out;
    private final String head;

    /** Sends the head of a request. */
    private Wire(Socket socket, String request) throws IOException {
        this.socket = socket;
        try {
            socket.setSoTimeout((int) Server.PATIENCE.toMillis());
            in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
            out = socket.getOutputStream();
            out.write(request.getBytes(StandardCharsets.UTF_8));
            head = readHead();
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    /** {@code receive} is the size of the receive buffer, 0 for the usual one. */
    private static Socket connect(int receive) throws IOException {
        Socket socket = new Socket();
        if (receive > 0) {
            socket.setReceiveBufferSize(receive);
        }
        socket.connect(new java.net.InetSocketAddress(Server.HOST, Server.PORT));
        return socket;
    }

    static Wire request(String... lines) throws IOException {
        return request(connect(0), lines);
    }

    static Wire request(Socket socket, String... lines) throws IOException {
        return new Wire(socket, String.join("\r\n", lines) + "\r\n\r\n");
    }

    static Wire upgrade(String room, String... headers) throws IOException {
        return new Wire(connect(0), handshake(room, headers));
    }

    /** An upgrade of a client whose kernel takes little. */
    static Wire narrow(String room) throws IOException {
        return new Wire(connect(4096), handshake(room));
    }

    /** An upgrade that has to be done. */
    static Wire upgrade(Socket socket, String room) throws IOException {
        Wire wire = new Wire(socket, handshake(room));
        if (wire.status() != 101) {
            wire.close();
            throw new IOException(wire.head());
        }
        return wire;
    }

    private static String handshake(String room, String... headers) {
        String own = headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n";
        return "GET /room/" + room + " HTTP/1.1\r\nHost: " + Server.HOST + ':' + Server.PORT + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n" + own + "\r\n";
    }

    private String readHead() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int next = in.read(); next >= 0; next = in.read()) {
            bytes.write(next);
            if (bytes.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
                break;
            }
        }
        return bytes.toString(StandardCharsets.ISO_8859_1);
    }

    int status() {
        return Integer.parseInt(head.split(" ", 3)[1]);
    }

    String head() {
        return head.toLowerCase(Locale.ROOT);
    }

    /** The body of a plain response that has a length. */
    String body() throws IOException {
        int length = head().lines().filter(line -> line.startsWith("content-length:")).findFirst()
                .map(line -> Integer.parseInt(line.substring("content-length:".length()).strip())).orElse(0);
        return new String(in.readNBytes(length), StandardCharsets.UTF_8);
    }

    /** A masked frame. */
    void frame(int first, byte[] payload) throws IOException {
        head(first, payload.length);
        byte[] masked = payload.clone();
        for (int i = 0; i < masked.length; i++) {
            masked[i] ^= MASK[i % MASK.length];
        }
        out.write(masked);
        out.flush();
    }

    void frame(int first, String text) throws IOException {
        frame(first, text.getBytes(StandardCharsets.UTF_8));
    }

    /** The head of a masked frame that says to have that length. */
    void head(int first, long length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(14).put((byte) first);
        if (length < SHORT) {
            bytes.put((byte) (MASKED | length));
        } else if (length < 1 << Short.SIZE) {
            bytes.put((byte) (MASKED | SHORT)).putShort((short) length);
        } else {
            bytes.put((byte) (MASKED | LONG)).putLong(length);
        }
        bytes.put(MASK);
        raw(Arrays.copyOf(bytes.array(), bytes.position()));
    }

    void raw(byte[] bytes) throws IOException {
        out.write(bytes);
        out.flush();
    }

    void command(String fields) throws IOException {
        frame(TEXT, Server.object(fields));
    }

    Frame read() throws IOException {
        int first = in.readUnsignedByte();
        int length = in.readUnsignedByte();
        long size = length == SHORT ? in.readUnsignedShort() : length == LONG ? in.readLong() : length;
        return new Frame(first, in.readNBytes((int) size));
    }

    /** The next frame that begins with that byte, but for the challenge that comes first of all. */
    Frame next(int first) throws IOException {
        Frame frame = read();
        while (frame.first() != first || frame.text().startsWith("{\"type\":\"challenge\"")) {
            frame = read();
        }
        return frame;
    }

    /** The next text that has this in it; pings are answered meanwhile. */
    String await(String part) throws IOException {
        for (;;) {
            Frame frame = read();
            switch (frame.first()) {
                case PING -> frame(PONG, frame.payload());
                case CLOSE -> throw new IOException("closed with " + frame.code());
                default -> {
                    if (frame.text().contains(part)) {
                        return frame.text();
                    }
                }
            }
        }
    }

    /** The code of the close frame, after everything that comes before it. */
    int closeCode() {
        try {
            return next(CLOSE).code();
        } catch (java.net.SocketTimeoutException e) {
            throw new AssertionError("the server does not close this connection", e);
        } catch (IOException e) {
            return CUT;
        }
    }

    /** Joins the room of the URL and reads until it has. */
    Frame join() throws IOException {
        command("'type':'join','ref':0");
        return next(TEXT);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
