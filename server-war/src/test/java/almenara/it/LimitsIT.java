package almenara.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;

/** The bounds of docs/protocol.md as they are by default: what is at the edge passes, what is above is refused. */
@ArquillianTest
class LimitsIT {

    private static final int MESSAGE = 65_536;
    private static final String SIGNAL = "'type':'signal','data':1";
    private final String room = Server.room();

    @Deployment(name = "almenara", testable = false)
    static WebArchive almenara() {
        return Wars.almenara("drain-seconds=0");
    }

    @Deployment(name = "probe", testable = false)
    static WebArchive probe() {
        return Wars.probe();
    }

    /** A signal of exactly so many bytes. */
    private static String sized(int bytes) {
        String frame = Server.object("'type':'signal','ref':77,'data':'");
        String head = frame.substring(0, frame.length() - 1);
        return head + "x".repeat(bytes - head.length() - 2) + "\"}";
    }

    @Test
    void aMessageHasAtMost65536BytesOverWebSocket() {
        try (Client client = Client.join(room); Client other = Client.join(room)) {
            client.say(sized(MESSAGE));
            assertEquals("ok", client.answer(77).getString("type"));
            assertTrue(other.next("signal").getString("data").length() > MESSAGE - 100);
            client.say(sized(MESSAGE + 1));
            assertEquals("too-large", client.next("refused").getString("code"));
            assertEquals(1009, client.closeCode());
            assertEquals(List.of(), other.unread());
        }
    }

    @Test
    void bytesCountNotCharacters() {
        try (Client client = Client.join(room)) {
            String frame = sized(MESSAGE - 1);
            client.say(frame.replaceFirst("xx", "éé"));
            assertEquals(1009, client.closeCode());
        }
    }

    @Test
    void aMessageInFragmentsHasTheSameBound() throws IOException {
        byte[] part = "x".repeat(MESSAGE / 2).getBytes();
        try (Wire wire = Wire.upgrade(room)) {
            wire.join();
            wire.frame(0x01, Server.object("'type':'signal','ref':1,'data':'").replace("}", ""));
            wire.frame(0x00, part);
            wire.frame(Wire.PING, "between");
            wire.frame(0x80, "\"}");
            assertEquals("between", wire.next(Wire.PONG).text());
            assertTrue(wire.next(Wire.TEXT).text().contains("\"ok\""));
            wire.frame(0x01, part);
            wire.frame(0x00, part);
            wire.frame(0x00, "x");
            assertTrue(wire.next(Wire.TEXT).text().contains("too-large"));
            assertEquals(1009, wire.closeCode());
        }
    }

    @Test
    void binaryMessagesHaveTheSameBound() throws IOException {
        try (Wire wire = Wire.upgrade(room)) {
            wire.join();
            wire.frame(Wire.BINARY, new byte[MESSAGE]);
            assertTrue(wire.next(Wire.TEXT).text().contains("bad-message"));
            wire.frame(Wire.BINARY, new byte[MESSAGE + 1]);
            assertEquals(1009, wire.closeCode());
        }
    }

    @Test
    void aFrameThatSaysToHaveTwoGigabytesTakesNoMemory() throws IOException {
        long before = heap();
        List<Wire> wires = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            Wire wire = Wire.upgrade(room);
            wires.add(wire);
            wire.join();
            wire.head(Wire.TEXT, Integer.MAX_VALUE);
            wire.raw(new byte[1000]);
        }
        long after = heap();
        assertTrue(after - before < 16 << 20, () -> "from " + before + " to " + after);
        for (Wire wire : wires) {
            wire.close();
        }
    }

    private static long heap() {
        return Long.parseLong(Http.get("/probe/heap").body());
    }

    @Test
    void aPostHasAtMost65536Bytes() throws IOException {
        try (Client client = Client.join(room)) {
            String path = "/room/" + room;
            String[] headers = {"Content-Type", "application/json", "Authorization", "Bearer " + client.token()};
            assertEquals(200, Http.send("POST", Server.http(path), sized(MESSAGE).getBytes(), headers).status());
            for (int bytes : new int[] {MESSAGE + 1, 4 << 20}) {
                assertEquals(413, announced(bytes, client.token()));
            }
        }
    }

    /** Says how long its body will be, and waits with it: the answer may not reach a client that is still sending when the connection is closed. */
    private int announced(int bytes, String token) throws IOException {
        try (Wire wire = Wire.request("POST /room/" + room + " HTTP/1.1", "Host: " + Server.HOST + ':' + Server.PORT, "Content-Type: application/json",
                "Authorization: Bearer " + token, "Content-Length: " + bytes)) {
            return wire.status();
        }
    }

    @Test
    void aMessageNestsAtMost16Levels() {
        try (Client client = Client.join(room)) {
            client.done("'type':'signal','data':" + "[".repeat(15) + "]".repeat(15));
            client.refused("too-deep", "'type':'signal','data':" + "[".repeat(16) + "]".repeat(16));
        }
    }

    @Test
    void aRoomHasAtMost100MembersAndASeatThatIsGivenUpIsFree() {
        List<Client> clients = new ArrayList<>();
        try (Client late = Client.connect(room)) {
            for (int i = 0; i < 100; i++) {
                clients.add(Client.join(room));
            }
            assertEquals(99, clients.getLast().joined().getJsonArray("members").size());
            late.refused("room-full", "'type':'join'");
            clients.getFirst().done("'type':'leave'");
            assertEquals("joined", late.ask("'type':'join'").getString("type"));
        } finally {
            clients.forEach(Client::close);
        }
    }

    @Test
    void aConnectionJoinsAtMost8Rooms() {
        try (Client client = Client.join(room)) {
            List<String> rooms = new ArrayList<>();
            for (int i = 1; i < 8; i++) {
                rooms.add(Server.room());
                assertEquals("joined", client.ask("'type':'join','room':'" + rooms.getLast() + "'").getString("type"));
            }
            client.refused("too-many-rooms", "'type':'join','room':'" + Server.room() + "'");
            client.done("'type':'leave','room':'" + rooms.getFirst() + "'");
            JsonObject joined = client.ask("'type':'join','room':'" + Server.room() + "'");
            assertEquals("joined", joined.getString("type"));
            assertTrue(joined.containsKey("room"), "what concerns another room says so");
        }
    }

    @Test
    void aPeerHasAtMost8OffersAnd4Claims() {
        try (Client author = Client.join(room); Client claimer = Client.join(room)) {
            String first = author.done("'type':'offer','data':1").getString("offer");
            for (int i = 1; i < 8; i++) {
                author.done("'type':'offer','data':1");
            }
            author.refused("too-many-offers", "'type':'offer','data':1");
            author.done("'type':'withdraw','offer':'" + first + "'");
            author.done("'type':'offer','data':1");
            String claim = claimer.done("'type':'claim'").getString("offer");
            for (int i = 1; i < 4; i++) {
                claimer.done("'type':'claim'");
            }
            claimer.refused("too-many-claims", "'type':'claim'");
            claimer.done("'type':'release','offer':'" + claim + "'");
            claimer.done("'type':'claim'");
        }
    }

    @Test
    void anOfferLivesFrom5To120Seconds() {
        try (Client client = Client.join(room)) {
            assertEquals(5, client.done("'type':'offer','data':1,'life':5").getInt("expires"), 1);
            assertEquals(120, client.done("'type':'offer','data':1,'life':120").getInt("expires"), 1);
            assertEquals(60, client.done("'type':'offer','data':1").getInt("expires"), 1);
            client.refused("bad-message", "'type':'offer','data':1,'life':4");
            client.refused("bad-message", "'type':'offer','data':1,'life':121");
        }
    }

    @Test
    void theLogKeeps100EntriesAndThe101stPushesOneOut() {
        assertTrue(recoveredAfter(100));
        assertFalse(recoveredAfter(101));
    }

    private static boolean recoveredAfter(int entries) {
        String room = Server.room();
        try (Client other = Client.join(room); Client client = Client.join(room)) {
            JsonObject joined = client.joined();
            int offset = other.done(SIGNAL).getInt("offset");
            client.next("signal");
            client.cut();
            for (int i = 0; i < entries; i++) {
                other.done(SIGNAL);
            }
            try (Client again = Client.connect(room)) {
                JsonObject resumed = Client.resume(again, joined, offset);
                if (resumed.getBoolean("recovered")) {
                    for (int i = 1; i <= entries; i++) {
                        assertEquals(offset + i, again.next("signal").getInt("offset"));
                    }
                }
                return resumed.getBoolean("recovered");
            }
        }
    }
}
