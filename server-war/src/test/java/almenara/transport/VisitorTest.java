package almenara.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import almenara.dialects.JsonLimits;
import almenara.dialects.LibreMesh;
import almenara.messages.StateEntry;
import almenara.messages.StateEntry.Bleaching;
import almenara.messages.StateTable;
import almenara.sharedstate.Destination.Kind;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class VisitorTest {

    private static final StateTable TABLE = StateTable.plain("bat-hosts").orElseThrow();
    private static final Map<String, StateEntry> OURS = Map.of("a", new StateEntry("n", "1", new Bleaching(3)));
    private static final String TEXT = "{\"a\":{\"bleachTTL\":3,\"author\":\"n\",\"data\":1}}";
    private static final int MOST = 1000;
    /** Longer than a busy machine takes for an answer; and what is waited for an end that never comes. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration SHORT = Duration.ofMillis(200);

    private final List<String> heard = new CopyOnWriteArrayList<>();
    private final CountDownLatch end = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    @AfterEach
    void stop() {
        end.countDown();
        server.stop(0);
        threads.shutdown();
    }

    /** What the path says. */
    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        heard.add(path + ' ' + new String(exchange.getRequestBody().readAllBytes()) + ' ' + exchange.getRequestHeaders().getFirst("Almenara-Table"));
        if (path.startsWith("/redirect")) {
            exchange.getResponseHeaders().set("Location", "/elsewhere");
            exchange.sendResponseHeaders(307, -1);
        } else if (path.startsWith("/endless")) {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write(' ');
            exchange.getResponseBody().flush();
            await();
        } else if (path.startsWith("/large")) {
            send(exchange, 200, " ".repeat(MOST - TEXT.length() + (path.startsWith("/larger") ? 1 : 0)) + TEXT);
        } else {
            send(exchange, path.startsWith("/bad") ? 500 : path.startsWith("/created") ? 201 : 200, TEXT.replace(":3", ":9"));
        }
        exchange.close();
    }

    private void await() {
        try {
            end.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void send(HttpExchange exchange, int status, String body) throws IOException {
        exchange.sendResponseHeaders(status, body.length());
        exchange.getResponseBody().write(body.getBytes());
    }

    private Map<String, StateEntry> visit(Kind kind, String path, StateTable table) throws IOException {
        return visit(kind, path, table, PATIENCE);
    }

    private Map<String, StateEntry> visit(Kind kind, String path, StateTable table, Duration patience) throws IOException {
        String address = "http://127.0.0.1:" + server.getAddress().getPort() + path;
        try (HttpClient client = HttpClient.newHttpClient()) {
            return new Visitor(kind, address, new LibreMesh(new JsonLimits(8)), new Visitor.Means(client, patience, MOST)).bring(table, OURS);
        }
    }

    @Test
    void aNeighbourGetsTheTableBelowItsAddressAndAnswersWithItsOwn() throws IOException {
        assertEquals(Map.of("a", new StateEntry("n", "1", new Bleaching(9))), visit(Kind.NEIGHBOUR, "/cgi-bin/shared-state/", TABLE));
        visit(Kind.NEIGHBOUR, "/cgi-bin/shared-state", StateTable.multiwriter("counted").orElseThrow());
        assertEquals(List.of("/cgi-bin/shared-state/bat-hosts " + TEXT + " classic/bat-hosts",
                "/cgi-bin/shared-state-multiwriter/counted " + TEXT + " multiwriter/counted"), heard);
    }

    @Test
    void aHookGetsTheTableAtItsAddressAndItsAnswerIsNotRead() throws IOException {
        assertEquals(Map.of(), visit(Kind.HOOK, "/hook?x=1", TABLE));
        assertEquals(Map.of(), visit(Kind.HOOK, "/created", TABLE));
        assertEquals(Map.of(), visit(Kind.HOOK, "/endless", TABLE));
        assertEquals("/hook " + TEXT + " classic/bat-hosts", heard.getFirst());
    }

    @Test
    void aRedirectIsNotFollowed() {
        for (Kind kind : List.of(Kind.HOOK, Kind.NEIGHBOUR)) {
            assertTrue(assertThrows(IOException.class, () -> visit(kind, "/redirect", TABLE)).getMessage().contains("307"));
        }
        assertTrue(heard.stream().allMatch(each -> each.startsWith("/redirect")), heard::toString);
    }

    @Test
    void anAnswerHasItsBoundItsTimeAndItsStatus() throws IOException {
        assertEquals(OURS, visit(Kind.NEIGHBOUR, "/large", TABLE));
        for (String path : List.of("/larger", "/bad", "/created")) {
            assertThrows(IOException.class, () -> visit(Kind.NEIGHBOUR, path, TABLE), path);
        }
        assertThrows(IOException.class, () -> visit(Kind.NEIGHBOUR, "/endless", TABLE, SHORT));
        assertThrows(IOException.class, () -> visit(Kind.HOOK, "/bad", TABLE));
    }

    @Test
    void whoIsNotThereIsAnError() throws IOException {
        server.stop(0);
        assertThrows(IOException.class, () -> visit(Kind.NEIGHBOUR, "/", TABLE));
    }
}
