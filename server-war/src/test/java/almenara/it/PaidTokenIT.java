package almenara.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import almenara.pow.Action;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;

/** TURN credentials of a node that asks for work. */
@ArquillianTest
class PaidTokenIT {

    private static final int EFFORT = 64;
    private static final int A_MINUTE = 10;
    private final String room = Server.room();

    @Deployment(testable = false)
    static WebArchive almenara() {
        return Wars.almenara("pow-effort=" + EFFORT, "turn-urls=turn:turn.example.org", "turn-secrets=a-secret-of-coturn", "turn-tokens=" + A_MINUTE,
                "trusted-proxies=127.0.0.1", "drain-seconds=0");
    }

    private static String body(Client client, String room) {
        return Server.object("'room':'" + room + "','token':'" + client.token() + "'");
    }

    private String pay(Client client) {
        return Payments.pay(Payments.binding(Action.TOKEN, room, client.self(), body(client, room)));
    }

    private Http.Answer ask(String address, Client client, String payment) {
        return Payments.post("/token", payment, body(client, room), "X-Forwarded-For", address);
    }

    @Test
    void aMemberPaysSixteenTimesAPostAndEachPaymentIsForOneCredential() {
        try (Client ann = Payments.member(room); Client bob = Payments.member(room)) {
            Http.Answer unpaid = Http.post("/token", "", "'room':'" + room + "','token':'" + ann.token() + "'");
            assertEquals(401, unpaid.status());
            assertEquals("PoW", unpaid.header("WWW-Authenticate"));
            assertEquals("price", unpaid.json().getString("code"));
            assertEquals(Action.TOKEN.number(), unpaid.json().getInt("action"));
            assertTrue(unpaid.json().getInt("effort") >= 16 * EFFORT, unpaid::body);
            String payment = pay(ann);
            assertEquals(401, ask("203.0.113.1", bob, payment).status(), "it is another's");
            Http.Answer granted = ask("203.0.113.1", ann, payment);
            assertEquals(200, granted.status(), granted::body);
            assertTrue(granted.json().containsKey("credential"));
            assertEquals("price", ask("203.0.113.1", ann, payment).json().getString("code"), "the second time");
        }
    }

    @Test
    void whoHasHadTooManyIsToldSoBeforeThePaymentIsSpent() {
        try (Client ann = Payments.member(room)) {
            for (int i = 0; i < A_MINUTE; i++) {
                assertEquals(200, ask("198.51.100.1", ann, pay(ann)).status());
            }
            String payment = pay(ann);
            Http.Answer refused = ask("198.51.100.2", ann, payment);
            assertEquals(429, refused.status());
            assertEquals("too-many-tokens", refused.json().getString("code"));
            assertEquals(200, ask("192.0.2.1", ann, payment).status(), "the payment is still good");
        }
    }

    @Test
    void aPaymentThatIsRefusedLeavesTheNetworkItsCredentials() {
        try (Client ann = Payments.member(room)) {
            for (int i = 0; i < 2 * A_MINUTE; i++) {
                assertEquals("price", ask("192.0.2.1", ann, "").json().getString("code"));
            }
            assertEquals(200, ask("192.0.2.2", ann, pay(ann)).status());
        }
    }
}
