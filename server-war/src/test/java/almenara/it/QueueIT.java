package almenara.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;

/** Clients that read too slowly or say too much: they end or wait, and nobody else does. */
@ArquillianTest
class QueueIT {

    private static final int CONNECTIONS = 8;
    private final String room = Server.room();

    @Deployment(name = "almenara", testable = false)
    static WebArchive almenara() {
        return Wars.almenara("connections=" + CONNECTIONS, "inbox-commands=4", "drain-seconds=0");
    }

    @Deployment(name = "probe", testable = false)
    static WebArchive probe() {
        return Wars.probe();
    }

    private static long heap() {
        return Long.parseLong(Http.get("/probe/heap").body());
    }

    private static int connections() {
        return Http.get("/", "Accept", "application/json").json().getInt("connections");
    }

    @Test
    void aClientThatDoesNotReadIsClosedAndKeepsNoMemory() throws IOException {
        try (Client talker = Client.join(room); Client listener = Client.join(room); Wire slow = Wire.narrow(room)) {
            slow.join();
            talker.next("peer-joined");
            long before = heap();
            int open = connections();
            String data = "x".repeat(60_000);
            int sent = 0;
            while (connections() == open && sent < 400) {
                talker.done("'type':'signal','data':'" + data + "'");
                assertEquals(60_000, listener.next("signal").getString("data").length());
                sent++;
            }
            assertEquals(open - 1, connections(), "the slow one was let go");
            long after = heap();
            assertTrue(after - before < 8 << 20, () -> "from " + before + " to " + after);
            int code = slow.closeCode();
            assertTrue(code == 1013 || code == Wire.CUT, () -> "closed with " + code);
            assertTrue(sent < 100, "the queue is bounded");
        }
    }

    @Test
    void aStreamThatIsNotReadIsCut() throws IOException {
        try (Client talker = Client.join(room); Wire slow = Wire.request("GET /room/" + room + " HTTP/1.1", "Host: x", "Accept: text/event-stream")) {
            talker.next("peer-joined");
            int open = connections();
            String data = "x".repeat(60_000);
            for (int sent = 0; connections() == open && sent < 400; sent++) {
                talker.done("'type':'signal','data':'" + data + "'");
            }
            assertEquals(open - 1, connections(), "the slow one was let go");
        }
    }

    @Test
    void everyCommandOfAFloodIsAnsweredOnce() throws IOException {
        try (Wire wire = Wire.upgrade(room)) {
            wire.join();
            int commands = 200;
            for (int ref = 1; ref <= commands; ref++) {
                wire.command("'type':'signal','data':1,'ref':" + ref);
            }
            List<Integer> refs = new ArrayList<>();
            while (refs.size() < commands) {
                JsonObject answer = Server.parse(wire.next(Wire.TEXT).text());
                if (!answer.containsKey("ref")) {
                    continue;
                }
                refs.add(answer.getInt("ref"));
                if (answer.getString("type").equals("refused")) {
                    assertEquals("overloaded", answer.getString("code"));
                    assertTrue(answer.getInt("retryAfter") > 0);
                }
            }
            assertEquals(commands, refs.stream().distinct().count());
        }
    }

    @Test
    void aNodeTakesItsConnectionsAndNotOneMoreAndPlacesComeBack() throws IOException {
        Server.await("everybody has gone", () -> connections() == 0);
        List<Client> clients = new ArrayList<>();
        try {
            for (int i = 0; i < CONNECTIONS; i++) {
                clients.add(Client.join(room));
            }
            assertEquals(503, status());
            assertEquals(503, Http.get("/room/" + room, "Accept", "text/event-stream").status());
            clients.removeLast().close();
            Server.await("the place is free", () -> connections() == CONNECTIONS - 1);
            assertEquals(101, status());
        } finally {
            clients.forEach(Client::close);
        }
    }

    @Test
    void upgradesThatFailTakeNoPlace() throws IOException {
        for (int i = 0; i < 3 * CONNECTIONS; i++) {
            try (Wire wire = Wire.request("GET /room/" + room + " HTTP/1.1", "Host: x", "Upgrade: websocket", "Connection: Upgrade", "Sec-WebSocket-Version: 99")) {
                assertEquals(400, wire.status(), wire::head);
                assertTrue(wire.body().contains("bad-message"));
            }
            Wire.upgrade(room).close();
        }
        Server.await("everybody has gone", () -> connections() == 0);
        assertEquals(101, status());
    }

    private int status() throws IOException {
        try (Wire wire = Wire.upgrade(room)) {
            return wire.status();
        }
    }
}
