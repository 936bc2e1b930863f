package almenara.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;

/** Trystero's relay on the real server. */
@ArquillianTest
class TrysteroIT {

    private static final int MESSAGE = 4096;
    private static final String PATH = "/trystero";
    private static final AtomicInteger TOPICS = new AtomicInteger();

    @Deployment(testable = false)
    static WebArchive almenara() {
        return Wars.almenara("trusted-proxies=127.0.0.1", "message-bytes=" + MESSAGE, "dialect-rooms=3", "dialect-faults=3", "matchbox-path=off", "drain-seconds=0");
    }

    private static ForeignSocket connect(int address) {
        return ForeignSocket.connect(PATH, "192.0.2." + address);
    }

    private static void subscribe(ForeignSocket client, String topic) {
        client.says("{\"type\":\"subscribe\",\"topic\":\"" + topic + "\"}");
    }

    private static String publish(String topic, String payload) {
        return "{\"type\":\"publish\",\"topic\":\"" + topic + "\",\"payload\":\"" + payload + "\"}";
    }

    private static String heard(String topic, String payload) {
        return "{\"topic\":\"" + topic + "\",\"payload\":\"" + payload + "\"}";
    }

    /** Everything said before has been carried out. */
    private static void settle(ForeignSocket client) {
        String topic = "settle-" + TOPICS.incrementAndGet();
        subscribe(client, topic);
        client.says(publish(topic, ""));
        client.waitsFor(heard(topic, ""));
        client.says("{\"type\":\"unsubscribe\",\"topic\":\"" + topic + "\"}");
    }

    @Test
    void itSaysWhatTheReferenceServerSays() throws IOException {
        new Recording("trystero", PATH, (frame, client) -> settle(client)).play("trystero.txt");
    }

    @Test
    void plainRequestsAreToldThatAWebSocketBelongsHere() {
        assertEquals("426 Upgrade Required", Http.get(PATH).status() + " " + Http.get(PATH).body());
        assertEquals("*", Http.get(PATH + "/any", "Origin", "https://page.example").header("Access-Control-Allow-Origin"));
        assertEquals(405, Http.post(PATH, "", "").status());
        assertEquals(404, Http.get("/matchbox/health").status());
        try (ForeignSocket below = ForeignSocket.connect(PATH + "/any?x", "192.0.2.1")) {
            settle(below);
        }
    }

    @Test
    void aFrameHasSoManyBytes() {
        String longest = publish("t", "x".repeat(MESSAGE - publish("t", "").length()));
        assertEquals(MESSAGE, longest.length());
        try (ForeignSocket client = connect(2)) {
            subscribe(client, "t");
            client.says(longest);
            client.hears(heard("t", "x".repeat(MESSAGE - publish("t", "").length())));
            client.says(longest + ' ');
            assertEquals(1009, client.closeCode());
        }
    }

    @Test
    void nonsenseIsPassedOverUntilItIsTooMuchInARow() {
        double faulty = Meters.frames("trystero", "faulty");
        try (ForeignSocket client = connect(3)) {
            client.says("nope");
            client.saysInBytes("[]");
            settle(client);
            client.says("{");
            client.says("");
            settle(client);
            assertEquals(faulty + 4, Meters.frames("trystero", "faulty"));
            assertTrue(Meters.connections("trystero") >= 1);
            for (int each = 0; each < 3; each++) {
                client.says("1");
            }
            assertEquals(1008, client.closeCode());
        }
    }

    @Test
    void aConnectionHasSoManyTopics() {
        double refused = Meters.frames("trystero", "refused");
        try (ForeignSocket client = connect(4)) {
            for (String topic : new String[] {"1", "2", "3", "4"}) {
                subscribe(client, topic);
            }
            client.says(publish("4", "x"));
            client.says(publish("3", "x"));
            client.hears(heard("3", "x"));
            assertEquals(refused + 2, Meters.frames("trystero", "refused"));
        }
    }

    @Test
    void whoIsThereWhenTheNodeEndsIsToldToComeAgain() {
        try (ForeignSocket client = connect(5)) {
            settle(client);
            Management.away(() -> assertEquals(1012, client.closeCode()));
        }
        try (ForeignSocket again = connect(5)) {
            settle(again);
        }
    }
}
