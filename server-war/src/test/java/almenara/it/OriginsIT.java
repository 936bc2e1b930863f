package almenara.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;

/** Which pages may come in, over each transport, and where callers behind a trusted proxy are taken to be. */
@ArquillianTest
class OriginsIT {

    private static final String FRIEND = "https://friend.example";
    private static final String STRANGER = "https://stranger.example";
    private final String room = Server.room();
    private final String path = "/room/" + room;

    @Deployment(testable = false)
    static WebArchive almenara() {
        return Wars.almenara("allowed-origins=https://other.example," + FRIEND, "trusted-proxies=127.0.0.1", "drain-seconds=0");
    }

    private static int upgrade(String room, String origin) throws IOException {
        try (Wire wire = Wire.upgrade(room, "Origin: " + origin)) {
            return wire.status();
        }
    }

    @Test
    void aPageOfAnAllowedOriginComesIn() throws IOException {
        assertEquals(101, upgrade(room, FRIEND));
        try (EventStream stream = EventStream.open(room, "Origin", FRIEND)) {
            stream.next("joined");
            assertEquals(FRIEND, stream.response().headers().firstValue("Access-Control-Allow-Origin").orElse(""));
        }
        Http.Answer preflight = Http.send("OPTIONS", Server.http(path), new byte[0], "Origin", FRIEND);
        assertEquals(204, preflight.status());
        assertEquals(FRIEND, preflight.header("Access-Control-Allow-Origin"));
        assertEquals("Origin", preflight.header("Vary"));
    }

    @Test
    void aPageOfAnotherOriginDoesNot() throws IOException {
        for (String origin : new String[] {STRANGER, "http://friend.example", "https://friend.example:8443", "https://friend.example.stranger.example", "null"}) {
            assertEquals(403, upgrade(room, origin), origin);
            assertEquals(403, Http.get(path, "Accept", "text/event-stream", "Origin", origin).status(), origin);
            Http.Answer post = Http.send("POST", Server.http(path), Server.object("'type':'signal','data':1").getBytes(), "Origin", origin);
            assertEquals(403, post.status(), origin);
            assertEquals("", post.header("Access-Control-Allow-Origin"), origin);
        }
    }

    @Test
    void aPageOfThisHostAndAClientThatIsNoPageComeIn() throws IOException {
        assertEquals(101, upgrade(room, "http://" + Server.HOST + ':' + Server.PORT));
        try (Client client = Client.join(room)) {
            client.done("'type':'ping'");
        }
    }

    @Test
    void aCallerBehindATrustedProxyIsToldItsOwnAddress() {
        assertEquals("{\"ip\":\"203.0.113.7\"}", Http.get("/ip", "Accept", "application/json", "X-Forwarded-For", "198.51.100.1, 203.0.113.7").body());
        assertEquals("2001:db8::1\n", Http.get("/ip", "X-Forwarded-For", "2001:DB8:0:0::1").body());
        assertEquals(403, Http.get("/ip", "Origin", STRANGER).status());
    }

    /** One author far away, many nearby: a claim picks among prefixes first, so the far one is picked about every second time. */
    @Test
    void theAddressThatATrustedProxyTellsIsTheOneThatCounts() {
        String near = "203.0.113.7";
        String far = "2001:db8::1";
        Map<String, Integer> picked = new HashMap<>();
        try (Client one = Client.join(room, "X-Forwarded-For", "198.51.100.1, " + near); Client two = Client.join(room, "X-Forwarded-For", near);
                Client three = Client.join(room, "X-Forwarded-For", near); Client distant = Client.join(room, "X-Forwarded-For", far);
                Client claimer = Client.join(room)) {
            for (Client author : new Client[] {one, two, three, distant}) {
                author.done("'type':'offer','data':1");
            }
            for (int i = 0; i < 80; i++) {
                var claim = claimer.done("'type':'claim'");
                picked.merge(claim.getString("from"), 1, Integer::sum);
                claimer.done("'type':'release','offer':'" + claim.getString("offer") + "'");
            }
            int times = picked.getOrDefault(distant.self(), 0);
            assertTrue(times > 24 && times < 56, () -> "picked " + times + " of 80 times: " + picked);
        }
    }
}
