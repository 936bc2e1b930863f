package almenara.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Both transports, byte by byte. */
class LinesTest {

    private static final int PATIENCE = 10;
    private static final JsonObject JOIN = Commands.join(0);

    private final Queue<JsonObject> heard = new ConcurrentLinkedQueue<>();
    private ServerSocket server;
    private Socket node;
    private DataInputStream in;

    @BeforeEach
    void listen() throws IOException {
        server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        server.setSoTimeout(PATIENCE * 1000);
    }

    @AfterEach
    void close() throws IOException {
        server.close();
        if (node != null) {
            node.close();
        }
    }

    /** The client's connection, whose request is answered by that; gives the request. */
    private String answer(String response) throws IOException {
        node = server.accept();
        node.setSoTimeout(PATIENCE * 1000);
        in = new DataInputStream(node.getInputStream());
        StringBuilder request = new StringBuilder();
        while (!request.toString().endsWith("\r\n\r\n")) {
            request.append((char) in.readUnsignedByte());
        }
        say(response);
        return request.toString();
    }

    private void say(String bytes) throws IOException {
        node.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
    }

    private CompletableFuture<Line> open(Line.Transport transport, JsonObject opening) {
        Line.Target target = new Line.Target(new InetSocketAddress(server.getInetAddress(), server.getLocalPort()), "room");
        return CompletableFuture.supplyAsync(() -> {
            try {
                return transport.open(target, opening, heard::add);
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    private static int code(Line line) throws Exception {
        return listening(line).get(PATIENCE, TimeUnit.SECONDS);
    }

    private static CompletableFuture<Integer> listening(Line line) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return line.listen();
            } catch (IOException e) {
                return Line.CUT;
            }
        });
    }

    private String frame() throws IOException {
        int first = in.readUnsignedByte();
        int length = in.readUnsignedByte() & 0x7f;
        assertEquals(0, in.readInt(), "the mask leaves the payload as it is");
        return Integer.toHexString(first) + ' ' + new String(in.readNBytes(length), StandardCharsets.UTF_8);
    }

    @Test
    void aWebSocketSaysItsOpeningAndHearsTextInPiecesAnswersPingsAndTellsTheCloseCode() throws Exception {
        CompletableFuture<Line> opening = open(WebSocketLine::open, JOIN);
        assertTrue(answer("HTTP/1.1 101 Switching Protocols\r\n\r\n").startsWith("GET /room/room HTTP/1.1\r\n"));
        Line line = opening.get(PATIENCE, TimeUnit.SECONDS);
        assertEquals("81 " + JOIN, frame());
        say("\u0001\u0005{\"a\":" + "\u0089\u0002hi" + "\u0080\u00021}" + "\u0088\u0002\u0011\u0097");
        assertEquals(4503, code(line));
        assertEquals(List.of(Http.parse("{\"a\":1}")), List.copyOf(heard));
        assertEquals("8a hi", frame());
    }

    @Test
    void aWebSocketThatIsCutHasNoCodeAndOneThatIsRefusedIsNone() throws Exception {
        CompletableFuture<Line> opening = open(WebSocketLine::open, JOIN);
        answer("HTTP/1.1 101 Switching Protocols\r\n\r\n");
        Line line = opening.get(PATIENCE, TimeUnit.SECONDS);
        line.cut();
        assertEquals(Line.CUT, code(line));

        CompletableFuture<Line> refused = open(WebSocketLine::open, JOIN);
        answer("HTTP/1.1 503 Service Unavailable\r\n\r\n");
        assertThrows(Exception.class, () -> refused.get(PATIENCE, TimeUnit.SECONDS));
    }

    @Test
    void aStreamResumesByItsHeadersAndHearsEventsInChunksUntilItIsToldWhy() throws Exception {
        JsonObject resume = Commands.resume(0, "token", new Event.Place("one", 5));
        CompletableFuture<Line> opening = open(EventStreamLine::open, resume);
        String request = answer("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
        assertTrue(request.contains("Authorization: Bearer token\r\nLast-Event-ID: one.5\r\n"), request);
        String events = ": comment\n\nid: one.6.token\ndata: {\"type\":\"cursor\",\"offset\":6}\n\ndata: {\"type\":\"closed\",\"code\":1012}\n\n";
        say("5\r\n" + events.substring(0, 5) + "\r\n" + Integer.toHexString(events.length() - 5) + "\r\n" + events.substring(5) + "\r\n");
        assertEquals(1012, code(opening.get(PATIENCE, TimeUnit.SECONDS)));
        assertEquals(List.of(Http.parse("{\"type\":\"cursor\",\"offset\":6}")), List.copyOf(heard));
    }

    @Test
    void aStreamPostsItsCommandsWithTheTokenAndHearsTheAnswerAsThatOfTheCommand() throws Exception {
        CompletableFuture<Line> opening = open(EventStreamLine::open, JOIN);
        answer("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
        Line line = opening.get(PATIENCE, TimeUnit.SECONDS);
        Socket stream = node;
        CompletableFuture<Integer> code = listening(line);
        String joined = "data: {\"type\":\"joined\",\"token\":\"secret\"}\n\n";
        say(Integer.toHexString(joined.length()) + "\r\n" + joined + "\r\n");
        line.say(Json.createObjectBuilder(Commands.ping()).add("ref", 3).build());

        String answer = "{\"type\":\"ok\"}";
        String post = answer("HTTP/1.1 200 OK\r\nContent-Length: " + answer.length() + "\r\n\r\n" + answer);
        assertTrue(post.startsWith("POST /room/room HTTP/1.1\r\n") && post.contains("Authorization: Bearer secret\r\n"), post);
        stream.close();
        assertEquals(Line.CUT, code.get(PATIENCE, TimeUnit.SECONDS));
        Await.until("the answer came", Duration.ofSeconds(PATIENCE), () -> heard.contains(Http.parse("{\"type\":\"ok\",\"ref\":3}")));
        line.cut();
    }
}
