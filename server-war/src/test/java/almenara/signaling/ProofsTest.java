package almenara.signaling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import almenara.messages.Batch;
import almenara.messages.Command;
import almenara.messages.Refusal;
import almenara.messages.Refusal.Code;
import almenara.messages.Request;
import almenara.pow.Action;
import almenara.pow.Binding;
import almenara.pow.Solver;
import almenara.seal.Joiner;
import almenara.signaling.Channel.Closing;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Proofs that no honest client makes: so many of an address are looked at, then none. And proofs where a join takes work. */
class ProofsTest {

    private static final long ADDRESS = 7;

    private final Nodes nodes = Nodes.paid(1, 64);
    private final Node node = nodes.node(0);
    private final Joiner ann = new Joiner();
    private final String room = ann.sealed();
    private int salt;

    /** A proof of the right shape with a good challenge, which only a look at a signature shows to be wrong. */
    private String wrong(Client client) {
        String good = ann.prove(client.challenge());
        return good.substring(0, 319) + (good.endsWith("A") ? 'B' : 'A');
    }

    private static String join(String proof) {
        return Json.createObjectBuilder().add("type", "join").add("ref", 1).add("proof", proof).build().toString();
    }

    private String pay(String body) {
        Binding binding = new Binding(Action.JOIN, room, "", new Binding.Content(body.getBytes(StandardCharsets.UTF_8), 1));
        return Solver.pay(node.signaling.price().orElseThrow().quote(), binding, salt++);
    }

    /** What is answered to the body when it is paid for. */
    private JsonObject buy(Client client, String body) {
        client.say(Json.createObjectBuilder().add("type", "paid").add("pow", pay(body)).add("body", body).build().toString());
        return client.heard().getLast();
    }

    private static String code(JsonObject answer) {
        return answer.getString("code", answer.getString("type"));
    }

    private void useUp() {
        Client flooder = node.connectFrom(ADDRESS, room);
        IntStream.range(0, Nodes.FAULTS).forEach(i -> assertEquals("proof", code(buy(flooder, join(wrong(flooder))))));
    }

    @Test
    void fiftyWrongProofsOfAnAddressAreLookedAtAndThenNoneOfItsForAWhile() {
        useUp();
        assertEquals(Nodes.FAULTS, node.counts.get(Tally.What.PROOF_REFUSAL));
        Client other = node.connectFrom(ADDRESS, room);
        String good = join(ann.prove(other.challenge()));
        JsonObject refused = buy(other, good);
        assertEquals("overloaded", code(refused));
        assertTrue(refused.getInt("retryAfter") > 0 && refused.getInt("retryAfter") <= 1201, refused::toString);
        assertEquals(1, node.counts.get(Tally.What.PROOF_UNSEEN));
        nodes.clock.advance(Duration.ofMillis(1200));
        assertEquals("joined", code(buy(other, good)), "what was not looked at is not spent");
    }

    @Test
    void theyCountWithWrongPaymentsAndWhoIsElsewhereNoticesNothing() {
        useUp();
        Client neighbour = node.connectFrom(ADDRESS, Nodes.ROOM);
        neighbour.say(Json.createObjectBuilder().add("type", "paid").add("pow", "nonsense").add("body", "{\"type\":\"join\"}").build().toString());
        assertEquals("overloaded", code(neighbour.heard().getLast()));
        Client elsewhere = node.connectFrom(ADDRESS + 1, room);
        assertEquals("joined", code(buy(elsewhere, join(ann.prove(elsewhere.challenge())))));
    }

    @Test
    void whatAnHonestClientMayMeetDoesNotCount() {
        Client client = node.connectFrom(ADDRESS, room);
        String spent = join(ann.prove(client.challenge()));
        assertEquals("joined", code(buy(client, spent)));
        Client again = node.connectFrom(ADDRESS, room);
        IntStream.range(0, Nodes.FAULTS).forEach(i -> assertEquals("proof", again.refused(spent.substring(1, spent.length() - 1).replace("\"ref\":1,", ""))));
        String late = ann.prove(again.challenge());
        nodes.clock.advance(Nodes.LIFE.plusSeconds(11));
        IntStream.range(0, Nodes.FAULTS).forEach(i -> assertEquals("proof", again.refused("'type':'join','proof':'" + late + "'")));
        IntStream.range(0, Nodes.FAULTS).forEach(i -> assertEquals("proof", again.refused("'type':'join'")));
        assertEquals("joined", code(buy(again, join(ann.prove(again.challenge())))));
        assertEquals(0, again.session().payer().wrong());
    }

    @Test
    void aHundredWrongProofsInARowEndTheConnection() {
        Client flooder = node.connectFrom(ADDRESS, room);
        int most = Nodes.RULES.wrongPayments();
        IntStream.range(1, most).forEach(i -> flooder.refused("'type':'join','proof':'nonsense'"));
        assertEquals(Optional.empty(), flooder.closed());
        flooder.refused("'type':'join','proof':'nonsense'");
        assertEquals(Optional.of(Closing.WRONG_PAYMENTS), flooder.closed());
    }

    @Test
    void workForWrongProofsIsToldApartFromWorkForHonestOnes() {
        Client client = node.connectFrom(ADDRESS, room);
        assertFalse(handle(client, wrong(client)), "seen by its signature");
        assertFalse(handle(client, "nonsense"), "seen at a glance");
        assertTrue(handle(client, ""));
        assertTrue(handle(client, ann.prove(client.challenge())));
    }

    private boolean handle(Client client, String proof) {
        String body = join("x");
        return node.signaling.handle(client.session(), new Batch(pay(body), body, List.of(new Request("1", "", "", new Command.Join(proof)))));
    }

    @Test
    void whatIsWrongAtAGlanceIsRefusedBeforeItIsPaidFor() {
        Client client = node.connectFrom(ADDRESS, room);
        String late = ann.prove(client.challenge());
        nodes.clock.advance(Nodes.LIFE.plusSeconds(11));
        for (String proof : List.of(late, ann.prove(client.challenge(), room.substring(1)), new Joiner().prove(client.challenge()), "nonsense")) {
            assertEquals("proof", code(buy(client, join(proof))));
        }
        assertEquals("proof", client.refused("'type':'join'"));
        assertEquals(Map.of(), node.verdicts, "no payment was looked at");
        assertEquals("price", client.refused("'type':'join','proof':'" + ann.prove(client.challenge()) + "'"));
    }

    @Test
    void aStreamIsRefusedForItsProofBeforeThereIsOne() {
        Session.Origin origin = Nodes.origin(room);
        Refusal refusal = assertThrows(Refusal.class, () -> node.signaling.examine(origin, new Command.Join("")));
        assertEquals(Code.PROOF, refusal.code());
        String proof = ann.prove(refusal.challenge());
        node.signaling.examine(origin, new Command.Join(proof));
        node.signaling.examine(Nodes.origin(Nodes.ROOM), new Command.Join(""));
        Client client = node.connect(room);
        assertEquals("joined", code(buy(client, join(proof))));
        assertEquals(Code.PROOF, assertThrows(Refusal.class, () -> node.signaling.examine(origin, new Command.Join(proof))).code());
        node.signaling.examine(origin, new Command.Resume(client.token(), new almenara.messages.Position(client.epoch(), 1), ""));
    }
}
