package almenara.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import almenara.pow.Action;
import jakarta.json.JsonObject;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;

/** Payments that no honest client makes, over every transport; each test has an address of its own. */
@ArquillianTest
class WrongPaymentsIT {

    private static final int FAULTS = 5;
    private static final int IN_A_ROW = 8;
    private static final String JOIN = Server.object("'type':'join','ref':1");
    private static final String SIGNAL = Server.object("'type':'signal','data':1");
    private static final AtomicInteger ADDRESSES = new AtomicInteger();

    private final String room = Server.room();
    private final String address = "203.0.113." + ADDRESSES.incrementAndGet();
    private final String[] here = {"X-Forwarded-For", address};
    private final String[] elsewhere = {"X-Forwarded-For", "198.51.100.7"};

    @Deployment(testable = false)
    static WebArchive almenara() {
        return Wars.almenara("pow-effort=4096", "pow-faults=" + FAULTS, "pow-faults-connection=" + IN_A_ROW, "trusted-proxies=127.0.0.1",
                "turn-urls=turn:turn.example.org", "turn-secrets=a-secret-of-coturn", "drain-seconds=0");
    }

    private static JsonObject join(Client client, String payment) {
        client.say(Payments.frame(payment, JOIN));
        return client.answer(1);
    }

    private void useUp() {
        try (Client client = Client.connect(room, here)) {
            for (int i = 0; i < FAULTS; i++) {
                assertEquals("price", join(client, Payments.wrong()).getString("code"));
            }
            assertEquals("overloaded", join(client, Payments.wrong()).getString("code"));
        }
    }

    @Test
    void overAWebSocketTheAddressIsRefusedThenTheConnectionIsClosed() {
        try (Client flooder = Client.connect(room, here)) {
            for (int i = 1; i <= IN_A_ROW; i++) {
                assertEquals(i <= FAULTS ? "price" : "overloaded", join(flooder, Payments.wrong()).getString("code"));
            }
            assertEquals(1008, flooder.closeCode());
        }
        try (Client neighbour = Client.connect(room, here); Client other = Client.connect(room, elsewhere)) {
            JsonObject refused = join(neighbour, Payments.pay(Payments.binding(Action.JOIN, room, "", JOIN)));
            assertEquals("overloaded", refused.getString("code"));
            assertTrue(refused.getInt("retryAfter") > 0 && refused.getInt("retryAfter") <= 12_001, refused::toString);
            assertEquals("joined", join(other, Payments.pay(Payments.binding(Action.JOIN, room, "", JOIN))).getString("type"));
        }
    }

    @Test
    void aPostIsRefusedAsWell() {
        try (Client ann = Payments.member(room, elsewhere)) {
            assertEquals(401, Payments.post("/room/" + room, "nonsense", SIGNAL, here).status());
            useUpByPosts();
            String payment = Payments.pay(Payments.binding(Action.POST, room, "", SIGNAL));
            Http.Answer refused = Payments.post("/room/" + room, payment, SIGNAL, here);
            assertEquals(503, refused.status());
            assertEquals("overloaded", refused.json().getString("code"));
            assertTrue(Integer.parseInt(refused.header("Retry-After")) <= 12, refused::body);
            assertEquals(200, Payments.post("/room/" + room, payment, SIGNAL, elsewhere).status(), "it was not spent");
            assertEquals(1, ann.next("signal").getInt("data"));
        }
    }

    private void useUpByPosts() {
        for (int i = 1; i < FAULTS; i++) {
            assertEquals(401, Payments.post("/room/" + room, "nonsense", SIGNAL, here).status());
        }
    }

    @Test
    void anEventStreamIsRefusedAsWell() {
        useUp();
        String payment = Payments.pay(Payments.binding(Action.JOIN, room, "", ""));
        try (EventStream stream = EventStream.open(room, "Authorization", "PoW " + payment, here[0], here[1])) {
            assertEquals("overloaded", stream.next("refused").data().getString("code"));
        }
    }

    @Test
    void aTurnCredentialIsRefusedAsWellAndTheCredentialsOfOthersGoOn() {
        try (Client ann = Payments.member(room, elsewhere)) {
            useUp();
            String body = Server.object("'room':'" + room + "','token':'" + ann.token() + "'");
            String payment = Payments.pay(Payments.binding(Action.TOKEN, room, ann.self(), body));
            assertEquals("overloaded", Payments.post("/token", payment, body, here).json().getString("code"));
            assertEquals(200, Payments.post("/token", payment, body, elsewhere).status());
        }
    }

    @Test
    void aMemberOfTheSameAddressWhoHasPaidGoesOn() {
        try (Client ann = Payments.member(room, here)) {
            useUp();
            String body = Server.object("'type':'signal','data':1,'ref':77");
            ann.say(Payments.frame(Payments.pay(Payments.binding(Action.POST, room, ann.self(), body)), body));
            assertEquals("ok", ann.answer(77).getString("type"));
        }
    }
}
