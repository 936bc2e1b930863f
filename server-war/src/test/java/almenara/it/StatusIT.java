package almenara.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.StringReader;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.xml.sax.InputSource;

/** What people and monitors see of a node: its pages, its health, its metrics, the files of the SDK. */
@ArquillianTest
class StatusIT {

    @Deployment(name = "almenara", testable = false)
    static WebArchive almenara() {
        return Wars.almenara("drain-seconds=3");
    }

    @Deployment(name = "probe", testable = false)
    static WebArchive probe() {
        return Wars.probe();
    }

    @Test
    void theNodeTellsOfItselfAsJson() {
        try (Client client = Client.join(Server.room())) {
            Http.Answer answer = Http.get("/", "Accept", "application/json");
            assertEquals(200, answer.status());
            assertEquals("application/json;charset=utf-8", answer.header("Content-Type"));
            JsonObject node = answer.json();
            assertEquals("node-it", node.getString("node"));
            assertEquals(client.joined().getString("node"), node.getString("node"));
            assertFalse(node.getString("version").isEmpty());
            assertTrue(node.getBoolean("serving"));
            assertEquals(1, node.getInt("cluster"));
            assertTrue(node.getInt("connections") >= 1 && node.getInt("rooms") >= 1 && node.getInt("members") >= 1, node::toString);
            assertTrue(node.getInt("joins") >= 1, node::toString);
            JsonObject endpoints = node.getJsonObject("endpoints");
            assertTrue(endpoints.keySet().containsAll(List.of("room", "ip", "token", "nodes", "dht-get", "dht-put", "sdk", "demo")), endpoints::toString);
            assertEquals("peerjs y-webrtc", endpoints.getString("peerjs") + ' ' + endpoints.getString("y-webrtc"));
        }
    }

    @Test
    void theNodeTellsPeopleOfItselfAndOfItsDemoAndItsSdk() throws Exception {
        Http.Answer answer = Http.get("/", "Accept", "text/html");
        assertEquals("text/html;charset=utf-8", answer.header("Content-Type"));
        assertEquals("Accept", answer.header("Vary"));
        assertWellFormed(answer.body());
        assertTrue(answer.body().contains("href=\"demo/\""), answer::body);
        assertTrue(answer.body().contains("href=\"sdk/almenara.js\""), answer::body);
        assertTrue(answer.body().contains("node-it"), answer::body);
        assertEquals(200, Http.get("/status.css").status());
        assertEquals("image/svg+xml", Http.get("/beacon.svg").header("Content-Type"));
    }

    @Test
    void aRoomTellsOfItselfAsJsonAndToPeople() throws Exception {
        String room = Server.room();
        try (Client client = Client.join(room)) {
            client.done("'type':'offer','data':1");
            JsonObject summary = Http.get("/room/" + room, "Accept", "application/json").json();
            assertEquals(List.of("room", "members", "offers", "epoch", "offset"), List.copyOf(summary.keySet()));
            assertEquals(room, summary.getString("room"));
            assertEquals(1, summary.getInt("members"));
            assertEquals(1, summary.getInt("offers"));
            assertEquals(client.joined().getString("epoch"), summary.getString("epoch"));
            assertTrue(summary.getInt("offset") > client.joined().getInt("offset"));
            Http.Answer page = Http.get("/room/" + room);
            assertEquals("text/html;charset=utf-8", page.header("Content-Type"));
            assertWellFormed(page.body());
            assertTrue(page.body().contains("href=\"../demo/#room=" + room + "\""), page::body);
        }
    }

    @Test
    void aRoomWhereNobodyHasBeenIsEmpty() {
        JsonObject summary = Http.get("/room/" + Server.room(), "Accept", "application/json").json();
        assertEquals(0, summary.getInt("members"));
        assertEquals(0, summary.getInt("offers"));
    }

    @Test
    void aCallerIsToldItsOwnAddress() {
        Http.Answer json = Http.get("/ip", "Accept", "application/json", "X-Forwarded-For", "203.0.113.9");
        assertEquals("{\"ip\":\"127.0.0.1\"}", json.body(), "no proxy is trusted");
        assertEquals("application/json;charset=utf-8", json.header("Content-Type"));
        assertEquals("Accept", json.header("Vary"));
        assertEquals("no-store", json.header("Cache-Control"));
        Http.Answer text = Http.get("/ip");
        assertEquals("127.0.0.1\n", text.body());
        assertEquals("text/plain;charset=utf-8", text.header("Content-Type"));
        Http.Answer post = Http.post("/ip", "", "");
        assertEquals(405, post.status());
        assertEquals("method-not-allowed", post.json().getString("code"));
        assertEquals(204, Http.send("OPTIONS", Server.http("/ip"), new byte[0]).status());
    }

    @Test
    void healthSaysReady() {
        Http.Answer answer = Http.send("GET", Server.management("/health/ready"), new byte[0]);
        assertEquals(200, answer.status());
        assertTrue(answer.json().getJsonArray("checks").stream().map(check -> check.asJsonObject())
                .anyMatch(check -> check.getString("name").equals("almenara") && check.getString("status").equals("UP")), answer::body);
    }

    @Test
    void metricsCountWhatHappens() {
        String room = Server.room();
        double joins = Meters.read("almenara_join_total");
        double signals = Meters.read("almenara_signal_total");
        double offers = Meters.read("almenara_offer_total");
        double claims = Meters.read("almenara_claim_total");
        double refusals = Meters.read("almenara_refusal_total");
        double delivered = Meters.read("almenara_delivery_seconds_count");
        try (Client one = Client.join(room); Client two = Client.join(room)) {
            one.done("'type':'signal','data':1");
            one.done("'type':'offer','data':1");
            two.done("'type':'claim'");
            two.refused("no-offer", "'type':'claim'");
            two.next("signal");
            assertEquals(joins + 2, Meters.read("almenara_join_total"));
            assertEquals(signals + 1, Meters.read("almenara_signal_total"));
            assertEquals(offers + 1, Meters.read("almenara_offer_total"));
            assertEquals(claims + 1, Meters.read("almenara_claim_total"));
            assertEquals(refusals + 1, Meters.read("almenara_refusal_total"));
            assertTrue(Meters.read("almenara_delivery_seconds_count") >= delivered + 8);
            assertTrue(Meters.read("almenara_connections") >= 2);
            assertTrue(Meters.read("almenara_rooms") >= 1);
            assertTrue(Meters.read("almenara_members") >= 2);
            for (String name : List.of("queue_overflow", "payment_unseen", "payment", "turn_credential", "turn_refusal", "stun_answer", "stun_refusal",
                    "state_exchange", "state_refusal", "dht_get", "dht_put", "dht_refusal")) {
                assertTrue(Meters.read("almenara_" + name + "_total") >= 0);
            }
            assertEquals(Payments.node().getInt("effort", 0), Meters.read("almenara_effort"), 0.1);
        }
    }

    @Test
    void theSdkIsForEveryPageAndUnderItsVersionForEver() {
        Http.Answer plain = Http.get("/sdk/almenara.js");
        assertEquals(200, plain.status());
        assertEquals("text/javascript;charset=utf-8", plain.header("Content-Type").replace(" ", "").toLowerCase(java.util.Locale.ROOT));
        assertEquals("no-cache", plain.header("Cache-Control"));
        assertEquals("*", plain.header("Access-Control-Allow-Origin"));
        assertEquals("nosniff", plain.header("X-Content-Type-Options"));
        Http.Answer versioned = Http.get("/sdk/" + System.getProperty("it.sdk") + "/almenara.js");
        assertEquals(200, versioned.status());
        assertEquals("public, max-age=31536000, immutable", versioned.header("Cache-Control"));
        assertEquals("*", versioned.header("Access-Control-Allow-Origin"));
        assertEquals(plain.body(), versioned.body());
        assertEquals("application/json", Http.get("/sdk/integrity.json").header("Content-Type"));
    }

    @Test
    void aNodeThatIsTakenOffSendsItsClientsAwayAndLeavesNothingBehind() throws InterruptedException {
        String room = Server.room();
        try (Client client = Client.join(room); EventStream stream = EventStream.open(room)) {
            stream.next("joined");
            Thread shutdown = Thread.startVirtualThread(Management::undeploy);
            assertDelay(client.next("drain"));
            assertDelay(stream.next("drain").data());
            assertEquals(1012, client.closeCode());
            assertEquals(1012, stream.next("closed").data().getInt("code"));
            stream.awaitEnd();
            shutdown.join();
        }
        assertEquals(List.of(), threads(), "threads of ours outlive us");
        Management.deploy();
        assertEquals(List.of("almenara-clockwork"), threads());
        try (Client client = Client.join(room)) {
            client.done("'type':'signal','data':1");
        }
        assertTrue(Meters.read("almenara_join_total") >= 1);
    }

    @Test
    void entriesThatCanNotBeReadDoNotStopADeployment() {
        String room = Server.room();
        List<String> junk = List.of("rooms&key=" + room, "log&key=" + room + ":epoch:1", "members&key=" + room + "%231", "offers&key=" + room + "/bad");
        Management.undeploy();
        try {
            junk.forEach(entry -> probe("/put?value=junk&cache=" + entry));
            Management.deploy();
            try (Client client = Client.join(Server.room())) {
                client.done("'type':'signal','data':1");
            }
            assertEquals(junk.size(), Meters.read("almenara_unreadable"));
        } finally {
            junk.forEach(entry -> probe("/remove?cache=" + entry));
        }
    }

    private static void probe(String path) {
        Http.Answer answer = Http.send("POST", Server.http("/probe" + path), new byte[0]);
        assertEquals(200, answer.status(), answer::body);
    }

    private static void assertDelay(JsonObject drain) {
        assertTrue(drain.getInt("delay") >= 0 && drain.getInt("delay") <= 3000, drain::toString);
    }

    private static List<String> threads() {
        return Http.get("/probe/threads").body().lines().filter(name -> name.startsWith("almenara")).toList();
    }

    private static void assertWellFormed(String page) throws Exception {
        String body = page.replaceFirst("<!doctype html>", "").replaceAll("<(meta|link)([^>]*)>", "<$1$2/>");
        try {
            DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(body)));
        } catch (org.xml.sax.SAXException | IOException e) {
            throw new AssertionError(page, e);
        }
    }
}
