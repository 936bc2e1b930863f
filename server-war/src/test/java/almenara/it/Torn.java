package almenara.it;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Random;

/** A connection of bytes from any address of this machine, which sends them in pieces and ends in any way there is. */
final class Torn implements AutoCloseable {

    private static final int PATIENCE_MILLIS = 100;
    private static final int PART = 4096;
    private static final int BYTE = 256;
    private static final byte LOOPBACK = 127;

    /** How a client goes. */
    enum End { CLOSES, RESETS, SHUTS_ITS_HALF, WAITS }

    private final Socket socket;
    private final Random random;

    Torn(Random random) throws IOException {
        this.random = random;
        this.socket = connect(random, 0);
    }

    /** A connection from any address; {@code receive} is the size of the receive buffer, 0 for the usual one. */
    static Socket connect(Random random, int receive) throws IOException {
        Socket socket = new Socket();
        try {
            if (receive > 0) {
                socket.setReceiveBufferSize(receive);
            }
            byte[] own = {LOOPBACK, (byte) random.nextInt(BYTE), (byte) random.nextInt(BYTE), (byte) (1 + random.nextInt(BYTE - 2))};
            socket.bind(new InetSocketAddress(InetAddress.getByAddress(own), 0));
            socket.connect(new InetSocketAddress(Server.HOST, Server.PORT), (int) Server.PATIENCE.toMillis());
            socket.setTcpNoDelay(true);
            socket.setSoTimeout((int) Server.PATIENCE.toMillis());
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    /** Sends the bytes, torn at up to three places. */
    void send(byte[] bytes) throws IOException {
        int from = 0;
        for (int cuts = random.nextInt(4); cuts > 0 && from < bytes.length; cuts--) {
            int to = from + random.nextInt(bytes.length - from + 1);
            socket.getOutputStream().write(bytes, from, to - from);
            from = to;
        }
        socket.getOutputStream().write(bytes, from, bytes.length - from);
    }

    /** Reads to the end of the head of an answer; the head, or what there is of it. */
    String head() throws IOException {
        InputStream in = socket.getInputStream();
        StringBuilder head = new StringBuilder();
        for (int next = in.read(); next >= 0; next = in.read()) {
            head.append((char) next);
            if (head.length() >= 4 && head.substring(head.length() - 4).equals("\r\n\r\n")) {
                break;
            }
        }
        return head.toString();
    }

    /** Goes, in one of the ways. What the server has said last, as far as the client waits for it. */
    String end(End how) throws IOException {
        switch (how) {
            case CLOSES -> {
                return "";
            }
            case RESETS -> {
                socket.setSoLinger(true, 0);
                return "";
            }
            case SHUTS_ITS_HALF -> socket.shutdownOutput();
            default -> { }
        }
        return rest();
    }

    /** What the server sends until it has nothing to say for a moment. */
    private String rest() throws IOException {
        socket.setSoTimeout(PATIENCE_MILLIS);
        ByteArrayOutputStream rest = new ByteArrayOutputStream();
        byte[] part = new byte[PART];
        try {
            for (int length = socket.getInputStream().read(part); length >= 0; length = socket.getInputStream().read(part)) {
                rest.write(part, 0, length);
            }
        } catch (SocketTimeoutException silent) {
            // the server waits as well
        }
        return rest.toString(StandardCharsets.ISO_8859_1);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
