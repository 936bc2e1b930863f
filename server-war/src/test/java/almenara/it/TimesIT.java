package almenara.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;

/** The times of docs/protocol.md, set short: what is silent, abandoned or unanswered ends. */
@ArquillianTest
class TimesIT {

    private static final double SLACK = 1.9;
    /** Messages that are more than all buffers on the way take together. */
    private static final int FILLING = 300;
    private static final int MORE_THAN_WORKERS = 16 * Runtime.getRuntime().availableProcessors() + 8;
    private final String room = Server.room();

    @Deployment(testable = false)
    static WebArchive almenara() {
        return Wars.almenara("join-seconds=1", "ping-seconds=1", "pong-seconds=1", "grace-seconds=2", "resume-seconds=5", "offer-seconds=5",
                "offer-max-seconds=6", "claim-seconds=2", "body-seconds=1", "drain-seconds=0",
                "queue-messages=10000", "queue-bytes=67108864");
    }

    private static void assertTook(double seconds, long since) {
        double took = (System.nanoTime() - since) / 1e9;
        assertTrue(took > seconds - 0.5 && took < seconds + SLACK, () -> "took " + took + " s instead of " + seconds);
    }

    @Test
    void whoDoesNotJoinIsClosed() {
        long began = System.nanoTime();
        try (Client client = Client.connect(room)) {
            client.done("'type':'ping'");
            assertEquals(4408, client.closeCode());
            assertTook(1, began);
        }
    }

    @Test
    void whoDoesNotAnswerTheClosingFrameIsCutOff() throws IOException {
        try (Wire wire = Wire.upgrade(room)) {
            assertEquals(4408, wire.closeCode());
            Server.await("its socket is closed", () -> !isOpen(wire));
        }
    }

    @Test
    void whoNeverAnswersAPingIsClosed() throws IOException {
        try (Wire wire = Wire.upgrade(room)) {
            wire.join();
            long began = System.nanoTime();
            wire.next(Wire.PING);
            assertEquals(4408, wire.closeCode());
            assertTook(2, began);
        }
    }

    @Test
    void whoAnswersPingsStays() throws IOException {
        try (Wire wire = Wire.upgrade(room)) {
            wire.join();
            for (int i = 0; i < 4; i++) {
                wire.frame(Wire.PONG, wire.next(Wire.PING).payload());
            }
            wire.command("'type':'ping','ref':9");
            assertTrue(wire.next(Wire.TEXT).text().contains("\"ok\""));
        }
    }

    @Test
    void whoDoesNotReadIsGoneWithWhatWaitsForIt() throws IOException {
        try (Client other = Client.join(room); Wire stalled = Wire.narrow(room)) {
            stalled.join();
            String filling = "'type':'signal','data':'" + "x".repeat(60_000) + '\'';
            for (int each = 0; each < FILLING; each++) {
                stalled.frame(Wire.PONG, "");
                other.done(filling);
            }
            assertEquals("timeout", other.next("peer-left").getString("reason"));
            Server.await("its socket is closed", () -> !isOpen(stalled));
        }
    }

    private static boolean isOpen(Wire wire) {
        try {
            wire.frame(Wire.PONG, "");
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void aBodyThatDoesNotComeIsNotWaitedFor() throws IOException {
        long began = System.nanoTime();
        try (Wire wire = Wire.request("POST /room/" + room + " HTTP/1.1", "Host: x", "Content-Length: 10")) {
            assertEquals(400, wire.status());
            assertEquals("bad-message", Server.parse(wire.body()).getString("code"));
            assertTook(1, began);
        }
    }

    @Test
    void whoAnnouncesABodyThatIsNotReadHoldsNoConnection() throws IOException {
        for (String line : List.of("GET /ip", "GET /sdk/index.js", "GET /nowhere", "POST /nowhere", "POST /", "PUT /room/" + room, "POST /room/..")) {
            for (String length : List.of("Content-Length: 10", "Transfer-Encoding: chunked")) {
                try (Wire wire = Wire.request(line + " HTTP/1.1", "Host: x", length)) {
                    wire.body();
                    assertEquals(Wire.CUT, wire.closeCode(), line);
                }
            }
        }
    }

    @Test
    void whoOwesABodyHoldsNoThread() throws IOException {
        String place = "/room/" + room;
        for (String head : List.of("POST " + place, "PUT " + place, "POST /nowhere", "GET /ip", "GET " + place + " HTTP/1.1\r\nAccept: text/event-stream\r\nX:")) {
            List<Socket> owing = new ArrayList<>();
            try {
                for (int each = 0; each < MORE_THAN_WORKERS; each++) {
                    owing.add(Torn.connect(new Random(each), 0));
                    owing.getLast().getOutputStream().write((head + " HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n1").getBytes(StandardCharsets.US_ASCII));
                }
                for (Socket each : owing) {
                    assertEquals('H', each.getInputStream().read(), head);
                }
                assertEquals(200, Http.get("/ip").status(), head);
            } finally {
                for (Socket each : owing) {
                    each.close();
                }
            }
        }
    }

    @Test
    void whoseBodyIsReadMayAskAgain() throws IOException {
        String body = Server.object("'type':'signal','data':1");
        try (Wire wire = Wire.request("POST /room/" + room + " HTTP/1.1", "Host: x", "Content-Type: application/json", "Content-Length: " + body.length(), "", body + "GET /ip HTTP/1.1", "Host: x")) {
            wire.body();
            assertTrue(wire.head().contains("connection: keep-alive"), wire::head);
            assertEquals('H', wire.read().first());
        }
    }

    @Test
    void aDroppedConnectionIsADepartureOnlyAfterTheGrace() {
        try (Client other = Client.join(room); Client client = Client.join(room)) {
            other.next("peer-joined");
            long began = System.nanoTime();
            client.cut();
            JsonObject left = other.next("peer-left");
            assertEquals("timeout", left.getString("reason"));
            assertTook(2, began);
        }
    }

    @Test
    void whoComesBackAfterTheGraceIsTheSamePeerAndHearsWhatWasMissed() {
        try (Client other = Client.join(room); Client client = Client.join(room)) {
            client.cut();
            other.next("peer-left");
            other.done("'type':'signal','data':'missed'");
            try (Client again = Client.connect(room)) {
                JsonObject resumed = Client.resume(again, client.joined(), client.joined().getInt("offset"));
                assertTrue(resumed.getBoolean("recovered"));
                assertEquals(client.self(), resumed.getString("self"));
                assertEquals("missed", again.next("signal").getString("data"));
                other.next("peer-joined");
                assertEquals(client.self(), other.next("peer-joined").getString("peer"));
            }
        }
    }

    @Test
    void whoComesBackTooLateIsSomebodyElse() {
        try (Client other = Client.join(room); Client client = Client.join(room)) {
            client.cut();
            other.next("peer-left");
            JsonObject[] resumed = new JsonObject[1];
            Server.await("the session is forgotten", () -> {
                try (Client again = Client.connect(room)) {
                    resumed[0] = Client.resume(again, client.joined(), client.joined().getInt("offset"));
                    again.done("'type':'leave'");
                    return !resumed[0].getString("self").equals(client.self()) || left(other);
                }
            });
            assertFalse(resumed[0].getBoolean("recovered"));
            assertTrue(resumed[0].containsKey("members"));
        }
    }

    private static boolean left(Client other) {
        other.heard().clear();
        return false;
    }

    @Test
    void anOfferEndsWithItsLife() {
        try (Client author = Client.join(room); Client other = Client.join(room)) {
            assertEquals(5, author.done("'type':'offer','data':1").getInt("expires"), 1);
            author.refused("bad-message", "'type':'offer','data':1,'life':7");
            long began = System.nanoTime();
            assertEquals("expired", other.next("offer-closed").getString("reason"));
            assertTook(5, began);
            other.refused("no-offer", "'type':'claim'");
        }
    }

    @Test
    void aClaimThatIsNotAnsweredGivesTheOfferBack() {
        try (Client author = Client.join(room); Client one = Client.join(room); Client two = Client.join(room)) {
            String offer = author.done("'type':'offer','data':1").getString("offer");
            assertEquals(2, one.done("'type':'claim'").getInt("expires"));
            long began = System.nanoTime();
            two.refused("offer-claimed", "'type':'claim','offer':'" + offer + "'");
            Server.await("the lease ends", () -> two.ask("'type':'claim','offer':'" + offer + "'").getString("type").equals("ok"));
            assertTook(2, began);
            one.refused("claim-expired", "'type':'answer','offer':'" + offer + "','data':1");
            two.done("'type':'answer','offer':'" + offer + "','data':2");
            assertEquals("2", author.next("answer").get("data").toString());
        }
    }

    @Test
    void theOffersOfADroppedConnectionGoAtOnce() {
        try (Client author = Client.join(room); Client other = Client.join(room)) {
            author.done("'type':'offer','data':1");
            author.cut();
            long began = System.nanoTime();
            assertEquals("left", other.next("offer-closed").getString("reason"));
            assertTook(0, began);
        }
    }
}
