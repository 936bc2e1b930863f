package almenara.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import almenara.pow.Action;
import almenara.pow.Binding;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;

/** A node that asks for work. */
@ArquillianTest
class PowIT {

    private static final int EFFORT = 64;
    private static final int CONNECTIONS = 40;
    private final String room = Server.room();

    @Deployment(testable = false)
    static WebArchive almenara() {
        return Wars.almenara("pow-effort=" + EFFORT, "pow-load=10", "connections=" + CONNECTIONS, "join-seconds=60", "drain-seconds=0");
    }

    private String pay(Action action, String peer, String body, int messages) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        return Payments.pay(new Binding(action, room, peer, new Binding.Content(bytes, messages)));
    }

    private Client member() {
        return Payments.member(room);
    }

    private Http.Answer post(String payment, String body) {
        return Payments.post("/room/" + room, payment, body);
    }

    @Test
    void theStatusHasThePrice() {
        JsonObject node = Payments.node();
        assertTrue(node.getInt("effort") >= EFFORT);
        assertEquals(Math.log(node.getInt("effort")) / Math.log(2), node.getJsonNumber("height").doubleValue(), 0.001);
        assertEquals(63, node.getString("quote").length());
        assertTrue(Http.get("/").body().contains("effort"));
    }

    @Test
    void overAWebSocketAPaymentBuysABatchOnce() {
        try (Client ann = member(); Client bob = member()) {
            String body = '[' + Server.object("'type':'signal','data':1,'ref':101") + ',' + Server.object("'type':'signal','data':2,'ref':102") + ']';
            String payment = pay(Action.POST, ann.self(), body, 2);
            ann.say(Payments.frame(payment, body));
            assertEquals("ok", ann.answer(101).getString("type"));
            assertEquals("ok", ann.answer(102).getString("type"));
            assertEquals(1, bob.next("signal").getInt("data"));
            assertEquals(2, bob.next("signal").getInt("data"));
            ann.say(Payments.frame(payment, body));
            assertEquals("price", ann.answer(101).getString("code"));
            assertEquals("price", ann.answer(102).getString("code"));
            bob.unread().forEach(event -> assertTrue(!event.getString("type").equals("signal")));
        }
    }

    @Test
    void whatIsNotPaidIsRefusedWithAQuote() {
        try (Client client = Client.connect(room)) {
            assertTrue(client.next("price").getInt("effort") >= EFFORT);
            JsonObject refused = client.refused("price", "'type':'join'");
            assertTrue(refused.getInt("effort") >= 4 * EFFORT);
            assertEquals(2, refused.getInt("action"));
            String body = Server.object("'type':'join','ref':7");
            client.say(Payments.frame(Payments.pay(refused.getString("quote"), Payments.binding(Action.JOIN, room, "", body)), body));
            assertEquals("joined", client.answer(7).getString("type"));
        }
    }

    @Test
    void aPostIsPaidForInItsHead() {
        try (Client ann = member()) {
            String body = Server.object("'type':'signal','data':'paid'");
            Http.Answer refused = Http.post("/room/" + room, "", "'type':'signal','data':'paid'");
            assertEquals(401, refused.status());
            assertEquals("PoW", refused.header("WWW-Authenticate"));
            assertEquals("price", refused.json().getString("code"));
            assertEquals(63, refused.json().getString("quote").length());
            String payment = pay(Action.POST, "", body, 1);
            assertEquals(401, post(payment, body + ' ').status(), "another body");
            assertEquals(200, post(payment, body).status());
            assertEquals("paid", ann.next("signal").getString("data"));
            assertEquals(401, post(payment, body).status(), "the second time");
            assertEquals(401, post("nonsense", body).status());
        }
    }

    @Test
    void aSessionPaysForItsPostsWithTheTokenInTheBody() {
        try (Client ann = member(); Client bob = member()) {
            String body = Server.object("'type':'signal','data':1,'token':'" + ann.token() + "'");
            assertEquals(200, post(pay(Action.POST, ann.self(), body, 1), body).status());
            assertEquals(ann.self(), bob.next("signal").getString("from"));
        }
    }

    @Test
    void anEventStreamIsPaidForInItsHeadOrItsUrl() {
        try (EventStream stream = EventStream.open(room, "Authorization", "PoW " + pay(Action.JOIN, "", "", 1))) {
            stream.next("joined");
        }
        try (EventStream stream = EventStream.open(room + "?pow=" + pay(Action.JOIN, "", "", 1))) {
            stream.next("joined");
        }
        try (EventStream stream = EventStream.open(room)) {
            assertEquals("price", stream.next("refused").data().getString("code"));
        }
    }

    @Test
    void theScriptOfTheReadmePays() throws IOException, InterruptedException {
        try (Client ann = member()) {
            String body = Server.object("'type':'signal','data':'hello'");
            Process script = new ProcessBuilder("node", "../docs/pay.mjs", Payments.node().getString("quote"), "post", room, body).start();
            String payment = new String(script.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            assertEquals(0, script.waitFor());
            assertEquals(200, post(payment, body).status());
            assertEquals("hello", ann.next("signal").getString("data"));
        }
    }

    @Test
    void whoIsConnectedHearsThatThePriceHasRisen() {
        List<Client> crowd = new ArrayList<>();
        try {
            for (int i = 0; i < CONNECTIONS / 2; i++) {
                crowd.add(Client.connect(room));
            }
            long before = crowd.getFirst().next("price").getInt("effort");
            long after = crowd.getFirst().next("price").getInt("effort");
            assertTrue(after >= 1.15 * before, before + " became " + after);
        } finally {
            crowd.forEach(Client::close);
        }
    }
}
