package almenara.transport;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;

/** A server that answers whatever it is asked in the words that it was told. */
final class Talker {

    private final ServerSocket server;
    private final Executor threads;
    private final AtomicInteger connections = new AtomicInteger();
    private volatile String answer = "";
    private volatile String heard = "";
    private volatile boolean dripping;

    Talker(Executor threads) {
        this.threads = threads;
        try {
            server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        threads.execute(this::serve);
    }

    static String json(String body) {
        return "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
    }

    int port() {
        return server.getLocalPort();
    }

    int connections() {
        return connections.get();
    }

    String heard() {
        return heard;
    }

    void says(String text) {
        answer = text;
    }

    /** From now on it says a letter now and then, and never comes to an end. */
    void drips() {
        dripping = true;
    }

    private void serve() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                connections.incrementAndGet();
                threads.execute(() -> talk(socket));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void talk(Socket socket) {
        try (socket) {
            heard = request(socket.getInputStream());
            while (dripping) {
                socket.getOutputStream().write('x');
                java.util.concurrent.locks.LockSupport.parkNanos(100_000_000);
            }
            socket.getOutputStream().write(answer.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            // the other end has gone
        }
    }

    /** The head of one request, and its body. */
    static String request(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int each = in.read();
            if (each < 0) {
                return head.toString();
            }
            head.append((char) each);
        }
        int at = head.indexOf("Content-Length: ");
        int length = at < 0 ? 0 : Integer.parseInt(head.substring(at + 16, head.indexOf("\r\n", at)));
        return head + new String(in.readNBytes(length), StandardCharsets.UTF_8);
    }

    void close() throws IOException {
        dripping = false;
        server.close();
    }
}
