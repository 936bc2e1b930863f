package almenara.faults;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** HTTP/1.1 by hand, for connections that stay. */
final class Http {

    private static final int MOST_HEAD = 16_384;

    private Http() {
    }

    static Socket connect(InetSocketAddress node) throws IOException {
        Socket socket = new Socket();
        try {
            socket.setTcpNoDelay(true);
            socket.connect(node, Line.OPEN_WITHIN);
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    /** Sends the head of a request and reads that of its response, which has to come in time; gives the status. */
    static int request(Socket socket, InputStream in, String head) throws IOException {
        socket.setSoTimeout(Line.OPEN_WITHIN);
        socket.getOutputStream().write(head.getBytes(StandardCharsets.UTF_8));
        StringBuilder answer = new StringBuilder();
        while (answer.length() < MOST_HEAD && !answer.toString().endsWith("\r\n\r\n")) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("the connection ended in front of the response");
            }
            answer.append((char) next);
        }
        socket.setSoTimeout(0);
        return Integer.parseInt(answer.toString().split(" ", 3)[1]);
    }

    static JsonObject parse(String text) {
        try (var reader = Json.createReader(new StringReader(text))) {
            return reader.readObject();
        }
    }

    static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // it is gone, then
        }
    }
}
