package almenara.signaling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import almenara.messages.Refusal;
import almenara.messages.Refusal.Code;
import almenara.seal.Joiner;
import almenara.signaling.Channel.Closing;
import almenara.tables.Changes;
import almenara.tables.Crowd;
import jakarta.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** A peer that has proven its id comes again while it is there: it is one member, wherever it is connected. */
class TakeOverTest {

    private final Nodes nodes = new Nodes(3);
    private final Joiner ann = new Joiner();
    private final String room = ann.sealed();
    private final Client watching = nodes.node(2).connect(room).join(ann.another());
    private final Client first = nodes.node(0).connect(room).join(ann);

    private static List<String> told(Client client) {
        return client.take().stream().map(event -> event.getString("type") + (event.containsKey("reason") ? ' ' + event.getString("reason") : "")).toList();
    }

    private void assertOneOfTwo(Client client) {
        assertEquals(Optional.empty(), client.closed());
        for (int each = 0; each < nodes.size(); each++) {
            assertEquals(2, nodes.node(each).rooms.summary(room).members());
        }
        client.done("'type':'signal','data':1");
    }

    @Test
    void onAnotherNodeTheOlderConnectionEndsAndNobodyElseIsTold() {
        watching.take();
        Client second = nodes.node(1).connect(room);
        JsonObject joined = second.ask(second.entry(ann));
        assertEquals(ann.peer(), joined.getString("self"));
        assertEquals(1, joined.getJsonArray("members").size());
        assertFalse(joined.containsKey("recovered"));
        assertEquals(Optional.of(Closing.REPLACED), first.closed());
        assertEquals(List.of(), told(watching));
        assertOneOfTwo(second);
    }

    @Test
    void onTheSameNodeAsWell() {
        Client second = nodes.node(0).connect(room).join(ann);
        assertEquals(Optional.of(Closing.REPLACED), first.closed());
        assertOneOfTwo(second);
    }

    @Test
    void theOffersOfTheOlderSessionEndAndThoseOfTheNewerStay() {
        first.done("'type':'offer','data':1");
        watching.take();
        Client second = nodes.node(1).connect(room).join(ann);
        second.done("'type':'offer','data':2");
        assertEquals(List.of("offer-closed left", "offer-opened"), told(watching));
        nodes.pass(20);
        assertEquals("2", watching.done("'type':'claim'").get("data").toString());
    }

    @Test
    void theOlderTokenIsGoodNoMoreAndTheNewerIs() {
        Client second = nodes.node(1).connect(room).join(ann);
        String ping = "{\"type\":\"ping\",\"token\":\"%s\"}";
        assertEquals(Code.BAD_TOKEN, assertThrows(Refusal.class, () -> act(ping.formatted(first.token()))).code());
        act(ping.formatted(second.token()));
        assertEquals("proof", nodes.node(2).connect(room).refused(first.resumption()));
        assertTrue(second.resumeAt(nodes.node(2)).joined().getBoolean("recovered"));
    }

    private void act(String body) {
        nodes.node(2).signaling.act(Nodes.origin(room), nodes.node(2).dialect.batch(body));
    }

    @Test
    void whoWasDroppedComesAgainWithinItsGraceAsTheMemberThatItWas() {
        watching.take();
        first.drop();
        nodes.pass(14);
        Client second = nodes.node(1).connect(room).join(ann);
        nodes.pass(60);
        assertEquals(List.of(), told(watching));
        assertOneOfTwo(second);
    }

    @Test
    void whoIsGoneForLongerIsTheSamePeerThatHasJoinedAgain() {
        watching.take();
        first.drop();
        nodes.pass(15);
        Client second = nodes.node(1).connect(room).join(ann);
        assertEquals(List.of("peer-left timeout", "peer-joined"), told(watching));
        assertOneOfTwo(second);
    }

    @Test
    void whoComesAgainBeforeTheLogSaysThatItWentIsAMemberForEverybody() {
        Follower follower = new Follower(watching);
        assertEquals(1, follower.members().size());
        first.drop();
        AtomicReference<Client> second = new AtomicReference<>();
        nodes.members.watch(Changes.gone(key -> {
            if (second.get() == null) {
                second.set(nodes.node(1).connect(room));
                second.get().join(ann);
            }
        }));
        nodes.pass(15);
        assertEquals(1, follower.members().size());
        assertOneOfTwo(second.get());
        nodes.pass(60);
        assertOneOfTwo(second.get());
    }

    @RepeatedTest(20)
    void howeverManyComeAtOnceOneIsLeftAndSeatsAreNot() throws Exception {
        List<Client> crowd = IntStream.range(0, 6).mapToObj(number -> nodes.node(number % 3).connect(room)).toList();
        Crowd.of(6, thread -> crowd.get(thread).say('{' + crowd.get(thread).entry(ann).replace('\'', '"') + '}'));
        nodes.pass(2);
        List<Client> left = crowd.stream().filter(client -> client.session().isSeated() && client.closed().isEmpty()).toList();
        assertEquals(1, left.size());
        assertOneOfTwo(left.getFirst());
        assertEquals(2, nodes.members.size());
    }
}
