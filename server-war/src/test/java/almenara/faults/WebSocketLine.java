package almenara.faults;

import jakarta.json.JsonObject;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** A WebSocket (RFC 6455) that costs a thread's stack and two small buffers: thousands of them have to be cheaper than the nodes they talk to. */
final class WebSocketLine implements Line {

    private static final int BUFFER = 2048;
    private static final int CONTINUATION = 0x0;
    private static final int TEXT = 0x1;
    private static final int CLOSE = 0x8;
    private static final int PING = 0x9;
    private static final int PONG = 0xa;
    private static final int LAST = 0x80;
    private static final int MASKED = 0x80;
    private static final int SHORT = 126;
    private static final int LONG = 127;

    private final Socket socket;
    private final DataInputStream in;
    private final Consumer<JsonObject> heard;

    private WebSocketLine(Socket socket, Consumer<JsonObject> heard) throws IOException {
        this.socket = socket;
        this.heard = heard;
        in = new DataInputStream(new BufferedInputStream(socket.getInputStream(), BUFFER));
    }

    static Line open(Target target, JsonObject opening, Consumer<JsonObject> heard) throws IOException {
        Socket socket = Http.connect(target.node());
        try {
            WebSocketLine line = new WebSocketLine(socket, heard);
            int status = Http.request(socket, line.in, "GET /room/" + target.room() + " HTTP/1.1\r\nHost: " + target.authority()
                    + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");
            if (status != 101) {
                throw new IOException("status " + status);
            }
            line.say(opening);
            return line;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    @Override
    public void say(JsonObject command) throws IOException {
        frame(TEXT, command.toString().getBytes(StandardCharsets.UTF_8));
    }

    /** A frame with a mask of zeros, which leaves the payload as it is. */
    private synchronized void frame(int opcode, byte[] payload) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(payload.length + 14).put((byte) (LAST | opcode));
        if (payload.length < SHORT) {
            bytes.put((byte) (MASKED | payload.length));
        } else if (payload.length < 1 << Short.SIZE) {
            bytes.put((byte) (MASKED | SHORT)).putShort((short) payload.length);
        } else {
            bytes.put((byte) (MASKED | LONG)).putLong(payload.length);
        }
        bytes.putInt(0).put(payload);
        OutputStream out = socket.getOutputStream();
        out.write(bytes.array(), 0, bytes.position());
    }

    @Override
    public int listen() throws IOException {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        for (;;) {
            int first = in.readUnsignedByte();
            int length = in.readUnsignedByte();
            long size = length == SHORT ? in.readUnsignedShort() : length == LONG ? in.readLong() : length;
            byte[] payload = in.readNBytes((int) size);
            switch (first & 0xf) {
                case TEXT, CONTINUATION -> {
                    text.write(payload);
                    if ((first & LAST) != 0) {
                        heard.accept(Http.parse(text.toString(StandardCharsets.UTF_8)));
                        text.reset();
                    }
                }
                case PING -> frame(PONG, payload);
                case CLOSE -> {
                    return payload.length < Short.BYTES ? CUT : Short.toUnsignedInt(ByteBuffer.wrap(payload).getShort());
                }
                default -> { }
            }
        }
    }

    @Override
    public void cut() {
        Http.close(socket);
    }
}
