package almenara.signaling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import almenara.messages.Refusal;
import almenara.messages.Refusal.Code;
import almenara.pow.Action;
import almenara.pow.Binding;
import almenara.pow.Solver;
import jakarta.json.Json;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** What two nodes ask for putting an item into the DHT. */
class PutTollTest {

    private static final long EFFORT = 32;
    private static final byte[] BODY = "{}".getBytes(StandardCharsets.UTF_8);
    private static final Binding BINDING = new Binding(Action.DHT_PUT, "", "", new Binding.Content(BODY, 1));

    private final Nodes nodes = Nodes.paid(2, EFFORT);
    private final Node here = nodes.node(0);
    private final Node there = nodes.node(1);

    private static Asker asker(String payment, byte[] body) {
        return new Asker(payment, body, Nodes.origin(""), "");
    }

    private static Refusal refused(Node node, String payment, byte[] body) {
        Refusal refusal = assertThrows(Refusal.class, () -> node.toll.chargePut(asker(payment, body)));
        assertEquals(Code.PRICE, refusal.code());
        return refusal;
    }

    @Test
    void itCostsThirtyTwoTimesAPostAndAPaymentIsForThatItemAloneAndOnce() {
        Refusal.Price price = refused(here, "", BODY).price().orElseThrow();
        assertEquals(32 * EFFORT, price.effort());
        assertEquals(5, price.action());
        String payment = Solver.pay(price.quote(), BINDING, 1);
        refused(here, payment, new byte[1]);
        there.toll.chargePut(asker(payment, BODY));
        refused(here, payment, BODY);
    }

    @Test
    void aQuoteForTheNodePaysForItAndAQuoteForItPaysForNothingElse() {
        here.toll.chargePut(asker(Solver.pay(here.signaling.price().orElseThrow().quote(), BINDING, 2), BODY));
        String quote = refused(here, "", BODY).price().orElseThrow().quote();
        Client ann = here.connect(Nodes.ROOM);
        String join = "{\"type\":\"join\"}";
        Binding binding = new Binding(Action.JOIN, Nodes.ROOM, "", new Binding.Content(join.getBytes(StandardCharsets.UTF_8), 1));
        ann.say(Json.createObjectBuilder().add("type", "paid").add("pow", Solver.pay(quote, binding, 3)).add("body", join).build().toString());
        assertEquals("price", ann.heard().getLast().getString("code"));
    }
}
