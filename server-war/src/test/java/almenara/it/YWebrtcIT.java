package almenara.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.http.WebSocketHandshakeException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;

/** The signaling of y-webrtc on the real server, at a path of the operator's choice, and the bounds that all dialects have. */
@ArquillianTest
class YWebrtcIT {

    private static final int MESSAGE = 4096;
    private static final String PATH = "/signal/y";
    private static final String PING = "{\"type\":\"ping\"}";
    private static final String PONG = "{\"type\":\"pong\"}";
    private static final String SUBSCRIBE = "{\"type\":\"subscribe\",\"topics\":[\"t\"]}";

    @Deployment(testable = false)
    static WebArchive almenara() {
        return Wars.almenara("y-webrtc-path=" + PATH, "message-bytes=" + MESSAGE, "dialect-faults=3", "dialect-address-connections=3", "dialect-frames=100", "peerjs-path=off",
                "trusted-proxies=127.0.0.1", "drain-seconds=0");
    }

    private static ForeignSocket connect(int address) {
        return ForeignSocket.connect(PATH, "192.0.2." + address);
    }

    /** Everything said before has been carried out. */
    private static void settle(ForeignSocket client) {
        client.says(PING);
        client.waitsFor(PONG);
    }

    @Test
    void itSaysWhatTheReferenceServerSays() throws IOException {
        new Recording("y-webrtc", PATH, (frame, client) -> {
            if (!frame.equals(PING)) {
                settle(client);
            }
        }).play("y-webrtc.txt");
    }

    @Test
    void aPlainRequestIsAnsweredAtThePathAndBelowAndNowhereElse() {
        for (String path : List.of(PATH, PATH + "/", PATH + "/deep/er?x")) {
            Http.Answer answer = Http.get(path);
            assertEquals("200 okay", answer.status() + " " + answer.body());
            assertEquals("text/plain;charset=utf-8", answer.header("Content-Type").replace(" ", "").toLowerCase(java.util.Locale.ROOT));
            assertEquals("*", answer.header("Access-Control-Allow-Origin"));
        }
        assertEquals(404, Http.get("/y-webrtc").status());
        assertEquals(405, Http.post(PATH, "", "").status());
        try (ForeignSocket below = ForeignSocket.connect(PATH + "/any", "192.0.2.1")) {
            settle(below);
        }
    }

    @Test
    void aFrameHasSoManyBytesInTextAndInBytes() {
        String longest = PING.replace("}", ",\"x\":\"" + "x".repeat(MESSAGE - PING.length() - 7) + "\"}");
        assertEquals(MESSAGE, longest.length());
        try (ForeignSocket text = connect(2); ForeignSocket bytes = connect(2)) {
            text.says(longest);
            text.hears(PONG);
            bytes.saysInBytes(longest);
            bytes.hears(PONG);
            text.says(longest + ' ');
            assertEquals(1009, text.closeCode());
            bytes.saysInBytes(longest + ' ');
            assertEquals(1009, bytes.closeCode());
        }
    }

    @Test
    void nonsenseIsPassedOverUntilItIsTooMuchInARow() {
        try (ForeignSocket client = connect(3)) {
            client.says("nope");
            client.saysInBytes("nope");
            settle(client);
            client.says("{");
            client.says("");
            settle(client);
            List.of("1", "2", "3").forEach(client::says);
            assertEquals(1008, client.closeCode());
        }
    }

    @Test
    void anAddressHasSoManyConnectionsAndAnotherAddressHasItsOwn() {
        List<ForeignSocket> clients = new ArrayList<>();
        for (int each = 0; each < 3; each++) {
            clients.add(connect(4));
        }
        // a place is taken when the connection is there, which its client may know earlier
        Server.await("the node has them all", () -> Meters.connections("y-webrtc") == clients.size());
        CompletionException refused = assertThrows(CompletionException.class, () -> connect(4));
        assertEquals(503, ((WebSocketHandshakeException) refused.getCause()).getResponse().statusCode());
        clients.add(connect(5));
        clients.removeFirst().close();
        Server.await("there is a place again", () -> {
            try {
                return clients.add(connect(4));
            } catch (CompletionException e) {
                return false;
            }
        });
        clients.forEach(ForeignSocket::close);
    }

    @Test
    void anAddressSaysSoMuchAndTheRestIsPassedOver() {
        double before = frames("passed-over");
        try (ForeignSocket loud = connect(6); ForeignSocket other = connect(7)) {
            for (int each = 0; each < 300; each++) {
                loud.says("{}");
            }
            Server.await("the rest is passed over", () -> frames("passed-over") > before + 100);
            assertTrue(loud.isOpen());
            settle(other);
        }
    }

    private static double frames(String outcome) {
        return Meters.frames("y-webrtc", outcome);
    }

    @Test
    void connectionsAndFramesAreCounted() {
        double taken = frames("taken");
        double faulty = frames("faulty");
        try (ForeignSocket client = connect(8)) {
            client.says("nope");
            settle(client);
            assertEquals(taken + 1, frames("taken"));
            assertEquals(faulty + 1, frames("faulty"));
            assertTrue(Meters.connections("y-webrtc") >= 1);
        }
    }

    @Test
    void whoIsThereWhenTheNodeEndsIsToldToComeAgain() {
        try (ForeignSocket client = connect(9)) {
            client.says(SUBSCRIBE);
            settle(client);
            Management.away(() -> assertEquals(1012, client.closeCode()));
        }
        try (ForeignSocket again = connect(9)) {
            settle(again);
        }
    }
}
