package almenara.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.Json;
import jakarta.json.JsonString;
import java.io.IOException;
import java.io.StringReader;
import java.util.UUID;
import java.util.stream.Stream;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;

/** PeerJS clients on the real server. */
@ArquillianTest
class PeerJsIT {

    private static final String OPEN = "{\"type\":\"OPEN\"}";

    @Deployment(testable = false)
    static WebArchive almenara() {
        return Wars.almenara("trusted-proxies=127.0.0.1", "y-webrtc-path=off", "ping-seconds=1", "pong-seconds=1", "peerjs-peers=1000");
    }

    private static ForeignSocket connect(String id, String token) {
        return ForeignSocket.connect("/peerjs/peerjs?key=peerjs&id=" + id + "&token=" + token + "&version=1.5.5", "192.0.2.1");
    }

    private static ForeignSocket open(String id) {
        ForeignSocket client = connect(id, "t");
        client.hears(OPEN);
        return client;
    }

    private static String offer(String from, String to, String payload) {
        return "{\"type\":\"OFFER\",\"src\":\"" + from + "\",\"dst\":\"" + to + "\",\"payload\":\"" + payload + "\"}";
    }

    @Test
    void itSaysWhatTheReferenceServerSays() throws IOException {
        new Recording("peerjs", "/peerjs/peerjs", (frame, client) -> { }).play("peerjs.txt");
    }

    @Test
    void plainRequestsAreAnswered() {
        assertEquals("PeerJS Server", Http.get("/peerjs").json().getString("name"));
        assertEquals("PeerJS Server", Http.get("/peerjs/").json().getString("name"));
        Http.Answer id = Http.get("/peerjs/peerjs/id?ts=1795280000000.1&version=1.5.5", "Origin", "https://page.example");
        assertEquals(200, id.status());
        assertEquals(4, UUID.fromString(id.body()).version());
        assertEquals("*", id.header("Access-Control-Allow-Origin"));
        assertNotEquals(id.body(), Http.get("/peerjs/any/id").body());
        assertEquals(404, Http.get("/peerjs/peerjs").status());
        assertEquals(404, Http.get("/y-webrtc").status());
    }

    @Test
    void whoComesBackByItsTokenHasItsIdAndWhoeverElseComesDoesNot() {
        try (ForeignSocket first = open("it-a"); ForeignSocket sender = open("it-b"); ForeignSocket thief = connect("it-a", "other")) {
            assertEquals(1000, thief.closeCode());
            try (ForeignSocket second = open("it-a")) {
                assertEquals(4409, first.closeCode());
                sender.says(offer("somebody", "it-a", "x"));
                second.hears(offer("it-b", "it-a", "x"));
            }
        }
    }

    @Test
    void whoReconnectsAtOnceHasItsIdThoughItsFormerConnectionIsStillLeaving() {
        for (int round = 0; round < 30; round++) {
            open("it-again").close();
        }
    }

    @Test
    void aPongIsASignOfLifeWhereNoHeartbeatComes() {
        try (ForeignSocket silent = open("it-silent"); ForeignSocket witness = open("it-witness")) {
            for (int round = 0; round < 4; round++) {
                witness.says(offer("", "it-nobody-" + round, "x"));
                witness.waitsFor("{\"type\":\"EXPIRE\",\"src\":\"it-nobody-" + round + "\",\"dst\":\"it-witness\"}");
                assertTrue(silent.isOpen());
            }
        }
    }

    @Test
    void theIdsThatAreTakenAreListedWhereTheOperatorWantsThat() {
        try (ForeignSocket client = open("it-listed"); ForeignSocket thief = connect("it-listed", "other")) {
            assertEquals(1000, thief.closeCode());
            assertEquals(1, listed().filter("it-listed"::equals).count());
            client.says("{\"type\":\"LEAVE\"}");
            Server.await("it is listed no more", () -> listed().noneMatch("it-listed"::equals));
        }
    }

    private static Stream<String> listed() {
        Http.Answer answer = Http.get("/peerjs/peerjs/peers");
        assertEquals(200, answer.status());
        try (var reader = Json.createReader(new StringReader(answer.body()))) {
            return reader.readArray().getValuesAs(JsonString::getString).stream();
        }
    }

    @Test
    void idsMayHaveSpaces() {
        try (ForeignSocket client = ForeignSocket.connect("/peerjs/peerjs?key=peerjs&id=a%20b_c-d&token=t", "192.0.2.2")) {
            client.hears(OPEN);
            client.says(offer("", "a b_c-d", "x"));
            client.hears(offer("a b_c-d", "a b_c-d", "x"));
        }
    }
}
