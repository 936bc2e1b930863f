package almenara.signaling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import almenara.messages.Batch;
import almenara.messages.Refusal;
import almenara.messages.Refusal.Code;
import almenara.messages.Request;
import almenara.pow.Action;
import almenara.pow.Binding;
import almenara.pow.Solver;
import almenara.pow.Verdict;
import almenara.signaling.Channel.Closing;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Payments that no honest client makes: so many of an address are looked at, then none, by whatever way they come. */
class CashierTest {

    private static final long EFFORT = 4096;
    private static final String ROOM = Nodes.ROOM;
    private static final long ADDRESS = 7;
    private static final String JOIN = "{\"type\":\"join\",\"ref\":1}";
    private static final String SIGNAL = "{\"type\":\"signal\",\"data\":1,\"ref\":1}";
    private static final int NONCES = 16;
    private static final int PROOF = 72;

    private final Nodes nodes = Nodes.paid(1, EFFORT);
    private final Node node = nodes.node(0);
    private int salt;

    /** A payment with a good quote, of the right shape, that proves nothing. */
    private String wrong() {
        ByteBuffer proof = ByteBuffer.allocate(PROOF).putLong(salt++);
        IntStream.range(0, NONCES).forEach(proof::putInt);
        return quote() + '.' + Base64.getUrlEncoder().withoutPadding().encodeToString(proof.array());
    }

    private String quote() {
        return node.signaling.price().orElseThrow().quote();
    }

    private String right(Action action, String peer, String body) {
        Binding binding = new Binding(action, ROOM, peer, new Binding.Content(body.getBytes(StandardCharsets.UTF_8), 1));
        return Solver.pay(quote(), binding, salt++);
    }

    /** What the client is answered when it pays for the body with that. */
    private static JsonObject buy(Client client, String payment, String body) {
        int before = client.heard().size();
        client.say(Json.createObjectBuilder().add("type", "paid").add("pow", payment).add("body", body).build().toString());
        List<JsonObject> heard = client.heard();
        return heard.subList(before, heard.size()).stream().filter(each -> each.containsKey("ref")).findFirst().orElse(JsonObject.EMPTY_JSON_OBJECT);
    }

    private static String code(JsonObject answer) {
        return answer.getString("code", answer.getString("type"));
    }

    private Client member(long address) {
        Client client = node.connectFrom(address, ROOM);
        assertEquals("joined", code(buy(client, right(Action.JOIN, "", JOIN), JOIN)));
        return client;
    }

    private int seen() {
        return node.verdicts.values().stream().mapToInt(Integer::intValue).sum();
    }

    private void useUp() {
        Client flooder = node.connectFrom(ADDRESS, ROOM);
        IntStream.range(0, Nodes.FAULTS).forEach(i -> assertEquals("price", code(buy(flooder, wrong(), JOIN))));
    }

    @Test
    void fiftyWrongPaymentsOfAnAddressAreLookedAtAndThenNoneOfItsForAWhile() {
        useUp();
        assertEquals(Nodes.FAULTS, seen());
        Client other = node.connectFrom(ADDRESS, ROOM);
        String good = right(Action.JOIN, "", JOIN);
        JsonObject refused = buy(other, good, JOIN);
        assertEquals("overloaded", code(refused));
        assertEquals(1201, refused.getInt("retryAfter"));
        assertEquals(Nodes.FAULTS, seen());
        assertEquals(1, node.counts.get(Tally.What.PAYMENT_UNSEEN));
        nodes.clock.advance(Duration.ofMillis(1199));
        assertEquals("overloaded", code(buy(other, good, JOIN)));
        nodes.clock.advance(Duration.ofMillis(1));
        assertEquals("joined", code(buy(other, good, JOIN)), "what was not looked at is not spent");
    }

    @Test
    void whoIsElsewhereNoticesNothing() {
        useUp();
        member(ADDRESS + 1);
    }

    @Test
    void afterAWhileOneMoreIsLookedAtAndAfterAMinuteFifty() {
        useUp();
        Client client = node.connectFrom(ADDRESS, ROOM);
        nodes.clock.advance(Duration.ofMillis(1200));
        assertEquals("price", code(buy(client, wrong(), JOIN)));
        assertEquals("overloaded", code(buy(client, wrong(), JOIN)));
        nodes.clock.advance(Duration.ofMinutes(1));
        useUp();
        assertEquals("overloaded", code(buy(client, wrong(), JOIN)));
    }

    @Test
    void whateverAPaymentComesByItIsRefusedWithALimit() {
        Client ann = member(ADDRESS + 1);
        useUp();
        Session.Origin origin = new Session.Origin(ROOM, "", "c00002", ADDRESS);
        Request request = node.dialect.decode(SIGNAL.replace("}", ",\"token\":\"" + ann.token() + "\"}"));
        Batch post = new Batch(right(Action.POST, ann.self(), SIGNAL), SIGNAL, List.of(request));
        assertRefusedUnseen(assertThrows(Refusal.class, () -> node.signaling.act(origin, post)));
        Batch anonymous = new Batch(right(Action.POST, "", SIGNAL), SIGNAL, List.of(node.dialect.decode(SIGNAL)));
        assertRefusedUnseen(assertThrows(Refusal.class, () -> node.signaling.act(origin, anonymous)));
        byte[] body = "{}".getBytes(StandardCharsets.UTF_8);
        Asker asker = new Asker(right(Action.TOKEN, ann.self(), "{}"), body, origin, ann.token());
        assertRefusedUnseen(assertThrows(Refusal.class, () -> new MembersGate(node.rooms, node.toll).admit(asker)));
        Client stream = node.connectFrom(ADDRESS, ROOM);
        assertFalse(node.signaling.handle(stream.session(), new Batch(right(Action.JOIN, "", ""), "", List.of(node.dialect.decode(JOIN)))));
        assertEquals("overloaded", code(stream.heard().getLast()));
    }

    private static void assertRefusedUnseen(Refusal refusal) {
        assertEquals(Code.OVERLOADED, refusal.code());
        assertTrue(refusal.isFault());
    }

    @Test
    void aConnectionThatHasPaidIsNotRefusedForItsNeighboursUntilItIsWrongItself() {
        Client ann = member(ADDRESS);
        useUp();
        assertEquals("ok", code(buy(ann, right(Action.POST, ann.self(), SIGNAL), SIGNAL)));
        assertEquals("price", code(buy(ann, wrong(), SIGNAL)), "this one is looked at");
        assertEquals("overloaded", code(buy(ann, right(Action.POST, ann.self(), SIGNAL), SIGNAL)));
        assertEquals("ok", code(ann.done("'type':'ping'")), "the rest is as before");
    }

    @Test
    void whatAnHonestClientMayMeetDoesNotCount() {
        Client ann = node.connectFrom(ADDRESS, ROOM);
        String spent = right(Action.JOIN, "", JOIN);
        assertEquals("joined", code(buy(ann, spent, JOIN)));
        Client again = node.connectFrom(ADDRESS, ROOM);
        IntStream.range(0, 3 * Nodes.FAULTS).forEach(i -> assertEquals("price", code(buy(again, spent, JOIN))));
        String late = right(Action.JOIN, "", JOIN);
        nodes.clock.advance(Duration.ofSeconds(71));
        IntStream.range(0, 3 * Nodes.FAULTS).forEach(i -> assertEquals("price", code(buy(again, late, JOIN))));
        assertEquals(3 * Nodes.FAULTS, node.verdicts.get(Verdict.SPENT));
        assertEquals(3 * Nodes.FAULTS, node.verdicts.get(Verdict.EXPIRED));
        assertTrue(again.closed().isEmpty());
    }

    @Test
    void aHundredWrongPaymentsInARowEndTheConnection() {
        Client ann = member(ADDRESS);
        int most = Nodes.RULES.wrongPayments();
        IntStream.range(0, Nodes.FAULTS / 2).forEach(i -> buy(ann, wrong(), SIGNAL));
        assertEquals("ok", code(buy(ann, right(Action.POST, ann.self(), SIGNAL), SIGNAL)), "that row has ended");
        IntStream.range(1, most).forEach(i -> buy(ann, wrong(), SIGNAL));
        assertEquals(Optional.empty(), ann.closed());
        assertEquals("overloaded", code(buy(ann, wrong(), SIGNAL)));
        assertEquals(Optional.of(Closing.WRONG_PAYMENTS), ann.closed());
        assertEquals(1008, Closing.WRONG_PAYMENTS.code());
    }

    @Test
    void workForWrongPaymentsIsToldApartFromWorkForHonestOnes() {
        Client ann = node.connectFrom(ADDRESS, ROOM);
        Request join = node.dialect.decode(JOIN);
        assertTrue(node.signaling.handle(ann.session(), new Batch("", JOIN, List.of(join))), "who has not paid yet is honest");
        assertFalse(node.signaling.handle(ann.session(), new Batch(wrong(), JOIN, List.of(join))));
        assertTrue(node.signaling.handle(ann.session(), new Batch(right(Action.JOIN, "", JOIN), JOIN, List.of(join))));
    }
}
