package load;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** One connection of a client. What is sent in one round of the loop goes out at once at its end. */
final class Peer {

    private static final byte[] NONE = {};
    private static final byte[] SWITCHING = "HTTP/1.1 101".getBytes(StandardCharsets.US_ASCII);
    private static final int MASK_OPCODE = 0xf;

    final int number;
    /** Seats that it has been given so far; the protocol counts them. */
    int seated;
    private final Crowd crowd;
    private final SocketChannel channel;
    private final SelectionKey key;
    private byte[] unread = NONE;
    private byte[] unsent = NONE;
    private int waiting;
    private boolean open;
    private boolean ready;

    Peer(int number, Crowd crowd, URI server) throws IOException {
        this.number = number;
        this.crowd = crowd;
        channel = SocketChannel.open();
        channel.configureBlocking(false);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.connect(new InetSocketAddress(server.getHost(), server.getPort()));
        key = crowd.loop().register(channel, this);
        send(("GET " + crowd.protocol().path(number) + " HTTP/1.1\r\nHost: " + server.getAuthority() + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Version: 13\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
    }

    void send(String text) {
        send(Frames.text(text));
    }

    void send(byte[] frame) {
        if (waiting == 0) {
            crowd.loop().hasToWrite(this);
        }
        if (unsent.length < waiting + frame.length) {
            unsent = Arrays.copyOf(unsent, Math.max(2 * unsent.length, waiting + frame.length));
        }
        System.arraycopy(frame, 0, unsent, waiting, frame.length);
        waiting += frame.length;
    }

    /** It has all its seats. */
    void ready() {
        if (!ready) {
            ready = true;
            crowd.seated();
        }
    }

    void connected() throws IOException {
        channel.finishConnect();
        key.interestOps(SelectionKey.OP_READ);
        flush();
    }

    void flush() throws IOException {
        if (!channel.isConnected() || waiting == 0) {
            return;
        }
        int written = channel.write(ByteBuffer.wrap(unsent, 0, waiting));
        waiting -= written;
        System.arraycopy(unsent, written, unsent, 0, waiting);
        if (waiting == 0 && !crowd.running()) {
            unsent = NONE;
        }
        int wanted = waiting == 0 ? SelectionKey.OP_READ : SelectionKey.OP_READ | SelectionKey.OP_WRITE;
        if (key.interestOps() != wanted) {
            key.interestOps(wanted);
        }
    }

    /** Takes what has come; the buffer is for all connections. */
    void read(ByteBuffer buffer) throws IOException {
        buffer.clear();
        int count = channel.read(buffer);
        if (count < 0) {
            throw new IOException("the server has closed the connection");
        }
        byte[] bytes = new byte[unread.length + count];
        System.arraycopy(unread, 0, bytes, 0, unread.length);
        buffer.flip().get(bytes, unread.length, count);
        int at = open ? 0 : answered(bytes);
        while (open) {
            int next = frame(bytes, at);
            if (next < 0) {
                break;
            }
            at = next;
        }
        unread = at == bytes.length ? NONE : Arrays.copyOfRange(bytes, at, bytes.length);
    }

    private int answered(byte[] bytes) throws IOException {
        String head = new String(bytes, StandardCharsets.ISO_8859_1);
        int end = head.indexOf("\r\n\r\n");
        if (end < 0) {
            return 0;
        }
        if (!Arrays.equals(SWITCHING, 0, SWITCHING.length, bytes, 0, SWITCHING.length)) {
            throw new IOException("not opened: " + head.lines().findFirst().orElse(""));
        }
        open = true;
        crowd.protocol().opened(this);
        return end + 4;
    }

    /** The place after the frame that begins here, or -1 when it has not come as a whole. */
    private int frame(byte[] bytes, int at) throws IOException {
        if (bytes.length < at + 2) {
            return -1;
        }
        int length = bytes[at + 1] & Frames.LONG;
        int start = at + 2;
        if (length == Frames.SHORT) {
            start += 2;
            length = bytes.length < start ? Integer.MAX_VALUE / 2 : (bytes[at + 2] & 0xff) << 8 | bytes[at + 3] & 0xff;
        } else if (length == Frames.LONG) {
            start += 8;
            length = bytes.length < start ? Integer.MAX_VALUE / 2 : (int) ByteBuffer.wrap(bytes, at + 2, 8).getLong();
        }
        if (bytes.length < start + length) {
            return -1;
        }
        take(bytes[at] & MASK_OPCODE, bytes, start, start + length);
        return start + length;
    }

    private void take(int kind, byte[] bytes, int from, int to) throws IOException {
        switch (kind) {
            case Frames.TEXT -> crowd.heard(this, bytes, from, to);
            case Frames.PING -> send(Frames.of(Frames.PONG, Arrays.copyOfRange(bytes, from, to)));
            case Frames.CLOSE -> throw new IOException("closed: " + new String(bytes, from, to - from, StandardCharsets.ISO_8859_1));
            default -> crowd.tally().trouble("a frame of kind " + kind);
        }
    }

    void close() {
        try {
            channel.close();
        } catch (IOException alreadyGone) {
            key.cancel();
        }
    }
}
