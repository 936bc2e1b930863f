package almenara.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import almenara.pow.Action;
import jakarta.json.JsonObject;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;

/** The price of a node whose operator has said nothing of it. */
@ArquillianTest
class DefaultPriceIT {

    private static final int EFFORT = 262_144;
    private final String room = Server.room();

    @Deployment(testable = false)
    static WebArchive almenara() {
        return Wars.usual();
    }

    @Test
    void nobodyComesInUnpaid() {
        assertTrue(Payments.node().getInt("effort") >= EFFORT);
        try (Client client = Client.connect(room)) {
            JsonObject refused = client.refused("price", "'type':'join'");
            assertTrue(refused.getInt("effort") >= 4 * EFFORT, refused::toString);
        }
    }

    @Test
    void whoPaysJoinsAndPosts() {
        try (Client ann = Payments.member(room)) {
            String body = Server.object("'type':'signal','data':1");
            assertEquals(401, Http.send("POST", Server.http("/room/" + room), body.getBytes(), "Content-Type", "application/json").status());
            assertEquals(200, Payments.post("/room/" + room, Payments.pay(Payments.binding(Action.POST, room, "", body)), body).status());
            assertEquals(1, ann.next("signal").getInt("data"));
        }
    }
}
