package almenara.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import almenara.bencode.Value;
import almenara.dht.store.Item;
import almenara.pow.Action;
import almenara.wiring.DhtServer;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.jboss.arquillian.container.test.api.Deployer;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Items of a small private DHT, by HTTP. The others in it are nodes in this process. */
@ArquillianTest
class GatewayIT {

    private static final int BASE = 6881;
    private static final int OTHER = 6882;
    private static final int GETS = 12;
    private static final int PUTS = 3;
    private static final String LOOPBACK = "127.0.0.1";
    private static final int ENTRANCE = freePort();
    /** They are there before the node, which enters by the first of them. */
    private static final List<DhtServer> FRIENDS = friends();

    private final KeyPair keys = keys();

    @ArquillianResource
    private Deployer deployer;

    @Deployment(name = "almenara", testable = false)
    static WebArchive almenara() {
        return Wars.almenara("dht-port=" + BASE, "dht-private=true", "dht-bootstrap=" + LOOPBACK + ':' + ENTRANCE, "dht-gets=" + GETS, "dht-puts=" + PUTS,
                "dht-fresh-seconds=0", "pow-effort=16", "trusted-proxies=" + LOOPBACK, "drain-seconds=0");
    }

    @Deployment(name = "other", managed = false, testable = false)
    static WebArchive other() {
        return Wars.named("other.war", "dht-port=" + OTHER, "dht-private=true", "dht-bootstrap=" + LOOPBACK + ':' + ENTRANCE, "dht-lookup-seconds=1", "drain-seconds=0");
    }

    private static int freePort() {
        try {
            return DhtServer.freePort(LOOPBACK);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static KeyPair keys() {
        try {
            return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<DhtServer> friends() {
        List<DhtServer> friends = new ArrayList<>();
        for (int port : new int[] {ENTRANCE, freePort(), freePort()}) {
            List<String> bootstrap = friends.isEmpty() ? List.of() : List.of(LOOPBACK + ':' + ENTRANCE);
            friends.add(DhtServer.start(new DhtServer.Place(port, List.of(LOOPBACK), bootstrap, Optional.empty())));
        }
        friends.forEach(friend -> DhtServer.await(() -> friend.size() == friends.size() - 1));
        return friends;
    }

    @AfterAll
    static void stopFriends() {
        FRIENDS.forEach(DhtServer::close);
    }

    private static JsonObject status() {
        return Http.get("/", "Accept", "application/json").json().getJsonObject("dht");
    }

    private static void awaitFriends() {
        Server.await("the node knows its friends", () -> status() != null && status().getJsonObject("ipv4").getInt("nodes") >= FRIENDS.size());
    }

    private Item.Mutable item(String salt, long seq, String text) {
        return Item.Mutable.signed(keys, salt.getBytes(UTF_8), seq, Value.Text.of(text));
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static String body(Item.Mutable item, String more) {
        return Server.object("'k':'" + base64(item.author().key()) + "','salt':'" + new String(item.author().salt(), UTF_8)
                + "','seq':" + item.seq() + ",'sig':'" + base64(item.signature()) + "','v':'" + base64(item.value().encode()) + "'" + more);
    }

    private static Http.Answer get(Item.Mutable item, String more, String address) {
        return Http.get("/dht-get?k=" + base64(item.author().key()) + "&salt=" + new String(item.author().salt(), UTF_8) + more,
                "X-Forwarded-For", address);
    }

    private static Http.Answer put(String body, String address) {
        return Payments.post("/dht-put", Payments.pay(Payments.binding(Action.DHT_PUT, "", "", body)), body, "X-Forwarded-For", address);
    }

    private static void assertRefused(String code, int status, Http.Answer answer) {
        assertEquals(status, answer.status(), answer::body);
        assertEquals(code, answer.json().getString("code"), answer::body);
    }

    @Test
    void whatAPageHasPutTheDhtHasAndTheOtherWayRound() {
        awaitFriends();
        Item.Mutable first = item("almenara/it", 7, "seven");
        assertRefused("no-item", 404, get(first, "", "203.0.113.1"));
        assertRefused("price", 401, Http.send("POST", Server.http("/dht-put"), body(first, "").getBytes(UTF_8), "Content-Type", "application/json"));
        Http.Answer put = put(body(first, ""), "203.0.113.1");
        assertEquals(200, put.status(), put::body);
        assertEquals("ok", put.json().getString("type"));
        assertEquals(FRIENDS.size(), put.json().getInt("copies"));
        assertEquals("*", put.header("Access-Control-Allow-Origin"));
        FRIENDS.forEach(friend -> assertEquals(Optional.of(first), DhtServer.get(friend.dht().get(first.target(), first.author().salt()))));
        Item.Mutable second = item("almenara/it", 8, "eight");
        DhtServer.get(FRIENDS.getLast().dht().put(second, OptionalLong.of(7)));
        Http.Answer found = get(second, "&encoding=base64url", "203.0.113.1");
        assertEquals(Server.parse(body(second, "")), found.json());
        assertEquals("no-store", found.header("Cache-Control"));
        assertFalse(get(second, "&seq=8", "203.0.113.1").json().containsKey("v"));
        JsonObject hex = Http.get("/dht-get?encoding=hex&seq=7&salt=almenara/it&k=" + HexFormat.of().formatHex(second.author().key())).json();
        assertEquals(HexFormat.of().formatHex(second.value().encode()), hex.getString("v"));
        assertRefusedAsOutdated();
    }

    private void assertRefusedAsOutdated() {
        Http.Answer old = put(body(item("almenara/it", 7, "seven"), ""), "203.0.113.2");
        assertRefused("seq-too-low", 409, old);
        assertEquals(8, old.json().getInt("seq"));
        Http.Answer swap = put(body(item("almenara/it", 9, "nine"), ",'cas':7"), "203.0.113.2");
        assertRefused("cas-mismatch", 409, swap);
        assertEquals(8, swap.json().getInt("seq"));
        assertEquals(200, put(body(item("almenara/it", 9, "nine"), ",'cas':8"), "203.0.113.2").status());
        JsonObject dht = status();
        assertTrue(dht.getInt("gets") >= 4 && dht.getInt("puts") >= 2 && dht.getInt("refusals") >= 3, dht::toString);
        String page = Http.get("/", "Accept", "text/html").body();
        assertTrue(page.contains("<h2>The DHT</h2>") && page.contains("IPv4, as others see it</th><td>127.0.0.1"), page);
        String metrics = Http.send("GET", Server.management("/prometheus"), new byte[0]).body();
        for (String name : List.of("query_total", "unanswered_total", "nodes", "items", "peers", "lookups")) {
            assertTrue(metrics.contains("\nalmenara_dht_" + name + "{"), name);
        }
    }

    @Test
    void whatIsNoItemIsRefused() {
        Item.Mutable item = item("almenara/it", 1, "one");
        assertRefused("foreign-salt", 403, put(body(item("elsewhere/it", 1, "one"), ""), "203.0.113.3"));
        assertRefused("foreign-salt", 403, get(item("elsewhere/it", 1, "one"), "", "203.0.113.3"));
        assertRefused("bad-message", 400, put(body(item, "").replace("\"seq\":1", "\"seq\":2"), "203.0.113.3"));
        assertRefused("bad-message", 400, get(item, "&encoding=hex", "203.0.113.3"));
        assertRefused("bad-message", 400, Http.get("/dht-get"));
        assertRefused("bad-json", 400, put("{", "203.0.113.3"));
        assertRefused("bad-message", 400, put("[]", "203.0.113.3"));
        assertRefused("too-large", 413, put(" ".repeat(4097), "203.0.113.3"));
        assertRefused("bad-json", 400, put(" ".repeat(4096), "203.0.113.3"));
        assertRefused("method-not-allowed", 405, Http.post("/dht-get", "", ""));
        assertRefused("method-not-allowed", 405, Http.get("/dht-put"));
        assertEquals(204, Http.send("OPTIONS", Server.http("/dht-put"), new byte[0], "Access-Control-Request-Method", "POST").status());
    }

    @Test
    void anAddressHasItsItemsOfAMinuteAndNotOneMore() {
        awaitFriends();
        long began = System.nanoTime();
        int gets = 0;
        Http.Answer refused = get(item("almenara/limit", 0, ""), "", "203.0.113.4");
        while (refused.status() == 404 && gets < 4 * GETS) {
            gets++;
            refused = get(item("almenara/limit", 0, ""), "", "203.0.113.4");
        }
        assertRefused("too-many-items", 429, refused);
        long meanwhile = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - began) * GETS / 60;
        assertTrue(gets >= GETS && gets <= GETS + 1 + meanwhile, "items that it had: " + gets + ", of which there were " + meanwhile + " for the time it took");
        assertTrue(refused.json().getInt("retryAfter") > 0 && Integer.parseInt(refused.header("Retry-After")) > 0);
        assertRefused("no-item", 404, get(item("almenara/limit", 0, ""), "", "203.0.113.5"));
        for (int i = 1; i <= PUTS; i++) {
            assertEquals(200, put(body(item("almenara/limit", i, "x"), ""), "203.0.113.4").status());
        }
        assertRefused("too-many-items", 429, put(body(item("almenara/limit", 9, "x"), ""), "203.0.113.4"));
    }

    @Test
    void whatOneNodeHasPutAnotherGetsAndNobodyWaitsForeverForIt() throws IOException {
        awaitFriends();
        Item.Mutable item = item("almenara/it", 7, "seven");
        assertEquals(200, put(body(item, ""), "203.0.113.6").status());
        Management.undeploy();
        deployer.deploy("other");
        try (Stranger stranger = new Stranger(new InetSocketAddress(LOOPBACK, OTHER + Integer.getInteger("it.offset")))) {
            awaitFriends();
            assertEquals(Server.parse(body(item, "")), get(item, "", "203.0.113.6").json());
            stranger.meet();
            assertRefused("timed-out", 504, get(item("almenara/silence", 0, ""), "", "203.0.113.6"));
        } finally {
            deployer.undeploy("other");
            Management.deploy();
        }
    }
}
