package almenara.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Bytes on the wire (RFC 6455): what breaks the rules ends that connection, and a witness in the same room notices nothing. */
@ArquillianTest
class WebSocketIT {

    private final String room = Server.room();
    private Wire wire;
    private Client witness;

    @Deployment(testable = false)
    static WebArchive almenara() {
        return Wars.almenara("drain-seconds=0");
    }

    @BeforeEach
    void oneBreaksTheRulesAndOneWatches() throws IOException {
        wire = Wire.upgrade(room);
        wire.join();
        witness = Client.join(room);
    }

    @AfterEach
    void theWitnessNoticedNothing() throws IOException {
        assertEquals(List.of(), witness.unread());
        witness.close();
        wire.close();
    }

    private void assertClosed(int code) {
        int actual = wire.closeCode();
        assertTrue(actual == code || actual == Wire.CUT, () -> "closed with " + actual);
    }

    @Test
    void textThatIsNotUtf8Closes1007() throws IOException {
        wire.frame(Wire.TEXT, new byte[] {'{', '"', (byte) 0xc3, (byte) 0x28, '"', '}'});
        assertEquals(1007, wire.closeCode());
    }

    @Test
    void aCharacterMaySpanFragmentsButNotRemainUnfinished() throws IOException {
        byte[] frame = Server.object("'type':'ping','ref':'é'").getBytes(StandardCharsets.UTF_8);
        int half = new String(frame, StandardCharsets.ISO_8859_1).indexOf('\u00c3') + 1;
        wire.frame(0x01, java.util.Arrays.copyOf(frame, half));
        wire.frame(0x80, java.util.Arrays.copyOfRange(frame, half, frame.length));
        Wire.Frame answer = wire.next(Wire.TEXT);
        while (!answer.text().contains("ref")) {
            answer = wire.next(Wire.TEXT);
        }
        assertTrue(answer.text().contains("\"é\""), answer::text);
        wire.frame(Wire.TEXT, new byte[] {'"', (byte) 0xc3});
        assertEquals(1007, wire.closeCode());
    }

    @Test
    void aReservedBitEndsTheConnection() throws IOException {
        wire.frame(0xc1, "{}");
        assertClosed(1002);
    }

    @Test
    void anUnknownOpcodeEndsTheConnection() throws IOException {
        wire.frame(0x83, "{}");
        assertClosed(1002);
    }

    @Test
    void aControlFrameInFragmentsEndsTheConnection() throws IOException {
        wire.frame(0x09, "x");
        assertClosed(1002);
    }

    @Test
    void aControlFrameOfMoreThan125BytesEndsTheConnection() throws IOException {
        wire.frame(Wire.PING, "x".repeat(126));
        assertClosed(1002);
    }

    @Test
    void aContinuationOfNothingEndsTheConnection() throws IOException {
        wire.frame(0x80, "{}");
        assertClosed(1002);
    }

    @Test
    void aFrameThatIsNotMaskedIsNotWaitedFor() throws IOException {
        wire.raw(new byte[] {(byte) Wire.TEXT, 2, '{', '}'});
        try {
            wire.command("'type':'leave','ref':'x'");
            Wire.Frame answer = wire.read();
            while (answer.first() == Wire.TEXT && !answer.text().contains("refused") && !answer.text().contains("\"x\"")) {
                answer = wire.read();
            }
            assertTrue(answer.first() == Wire.CLOSE || answer.text().contains("bad-message"), answer::text);
        } catch (SocketTimeoutException e) {
            throw new AssertionError("the server waits for the rest of a frame", e);
        } catch (IOException gone) {
            // cut off: an end as well
        }
        witness.heard().clear();
    }

    @Test
    void randomBytesEndTheConnection() throws IOException {
        wire.raw("GET / HTTP/1.1\r\nHost: x\r\n\r\n".repeat(10).getBytes(StandardCharsets.UTF_8));
        assertClosed(1002);
    }

    @Test
    void aCloseIsAnsweredByAClose() throws IOException {
        wire.frame(Wire.CLOSE, new byte[] {3, (byte) 0xe8});
        assertEquals(1000, wire.closeCode());
    }

    @Test
    void neitherCompressionNorASubprotocolIsNegotiatedEvenIfTheyAreOffered() throws IOException {
        try (Wire other = Wire.upgrade(Server.room(), "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits", "Sec-WebSocket-Protocol: a, b")) {
            assertEquals(101, other.status());
            assertFalse(other.head().contains("sec-websocket-extensions"), other::head);
            assertFalse(other.head().contains("sec-websocket-protocol"), other::head);
            assertTrue(other.join().text().contains("joined"));
        }
    }

    @Test
    void aHandshakeOfAnotherVersionIsToldWhichOneWeSpeak() throws IOException {
        try (Wire other = Wire.request("GET /room/" + room + " HTTP/1.1", "Host: x", "Upgrade: websocket", "Connection: Upgrade", "Sec-WebSocket-Version: 99",
                "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==")) {
            assertEquals(400, other.status());
            assertTrue(other.head().contains("sec-websocket-version: 13"), other::head);
        }
    }

    @Test
    void aSecondConnectionTakesTheSessionOverAndTheFirstIsClosed4409() {
        try (Client first = Client.join(room); Client second = Client.connect(room)) {
            witness.next("peer-joined");
            JsonObject resumed = Client.resume(second, first.joined(), first.joined().getInt("offset"));
            assertTrue(resumed.getBoolean("recovered"));
            assertEquals(first.self(), resumed.getString("self"));
            assertEquals(4409, first.closeCode());
            second.done("'type':'signal','data':1");
            assertEquals(first.self(), witness.next("signal").getString("from"));
        }
    }

    @Test
    void oneConnectionHasSeveralRoomsAndTheyAreToldApart() {
        String elsewhere = Server.room();
        try (Client client = Client.join(elsewhere); Client both = Client.join(elsewhere)) {
            assertEquals(room, both.ask("'type':'join','room':'" + room + "'").getString("room"));
            witness.next("peer-joined");
            witness.done("'type':'signal','data':'here'");
            assertEquals(room, both.next("signal").getString("room"));
            client.done("'type':'signal','data':'there'");
            assertFalse(both.next("signal").containsKey("room"));
            both.done("'type':'leave','room':'" + room + "'");
            assertEquals("left", witness.next("peer-left").getString("reason"));
            both.done("'type':'ping'");
        }
    }

    @Test
    void whoLeavesWithKeepIsToldOfAsDetachedAlsoToWhoWasAway() {
        Client away = Client.join(room);
        witness.next("peer-joined");
        try (Client leaving = Client.join(room); Client back = Client.connect(room)) {
            witness.next("peer-joined");
            int cursor = away.next("peer-joined").getInt("offset");
            away.cut();
            leaving.done("'type':'leave','keep':true");
            assertEquals("detached", witness.next("peer-left").getString("reason"));
            assertTrue(Client.resume(back, away.joined(), cursor).getBoolean("recovered"));
            JsonObject missed = back.next("peer-left");
            assertEquals("detached", missed.getString("reason"));
            assertEquals(leaving.self(), missed.getString("peer"));
        }
    }

    @Test
    void commandsAreCarriedOutInTheirOrder() {
        try (Client client = Client.join(room)) {
            witness.next("peer-joined");
            for (int i = 0; i < 50; i++) {
                client.say(Server.object("'type':'signal','data':" + i));
            }
            for (int i = 0; i < 50; i++) {
                assertEquals(i, witness.next("signal").getInt("data"));
            }
        }
    }

    @Test
    void nobodyHearsWhatIsForAnother() {
        try (Client one = Client.join(room); Client two = Client.join(room)) {
            witness.next("peer-joined");
            witness.next("peer-joined");
            one.done("'type':'signal','data':'secret','to':'" + two.self() + "','id':'s1'");
            JsonObject heard = two.next("signal");
            assertEquals("secret", heard.getString("data"));
            assertEquals(two.self(), heard.getString("to"));
            assertEquals("s1", heard.getString("id"));
            one.done("'type':'offer','data':'directed','to':'" + two.self() + "'");
            two.next("offer-opened");
        }
    }
}
