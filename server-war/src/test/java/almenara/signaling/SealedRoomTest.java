package almenara.signaling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import almenara.messages.Refusal;
import almenara.messages.Refusal.Code;
import almenara.seal.Joiner;
import jakarta.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Who gets into a room that is sealed, on two nodes. */
class SealedRoomTest {

    private final Nodes nodes = new Nodes(2);
    private final Node here = nodes.node(0);
    private final Node there = nodes.node(1);
    private final Joiner ann = new Joiner();
    private final Joiner bob = ann.another();
    private final String room = ann.sealed();

    private static String join(String proof) {
        return "'type':'join','proof':'" + proof + "'";
    }

    /** The refusal, which brings a challenge that has not been seen, and disturbs nothing. */
    private static JsonObject refused(Client client, String command) {
        JsonObject refusal = client.ask(command);
        assertEquals("proof", refusal.getString("code"), refusal.toString());
        assertEquals(64, refusal.getString("challenge").length());
        assertFalse(client.session().isSeated());
        assertEquals(Optional.empty(), client.closed());
        return refusal;
    }

    @Test
    void whoKnowsTheSecretComesInUnderTheIdOfItsKeyOnAnyNode() {
        Client first = here.connect(room).join(ann);
        Client second = there.connect(room).join(bob);
        assertEquals(ann.peer(), first.self());
        assertEquals(bob.peer(), second.self());
        assertEquals(ann.peer(), second.joined().getJsonArray("members").getJsonObject(0).getString("peer"));
        second.done("'type':'signal','data':{'sealed':'text'}");
        assertEquals(List.of(bob.peer()), first.take().stream().filter(event -> event.containsKey("from")).map(event -> event.getString("from")).toList());
    }

    @Test
    void withoutAProofNobodyGetsInAndIsToldWhatToAnswer() {
        Client client = here.connect(room);
        String challenge = refused(client, "'type':'join'").getString("challenge");
        assertNotEquals(challenge, client.challenge());
        assertEquals(ann.peer(), client.ask(join(ann.prove(challenge))).getString("self"));
    }

    @Test
    void whoDoesNotKnowTheSecretDoesNotGetIn() {
        Client client = here.connect(room);
        String challenge = client.challenge();
        refused(client, join(ann.prove(challenge, room.substring(1))));
        refused(client, join(new Joiner().prove(challenge)));
        refused(client, join("nonsense"));
        String good = ann.prove(challenge);
        refused(client, join(good.substring(0, 319) + (good.endsWith("A") ? 'B' : 'A')));
        assertEquals("joined", client.ask(join(good)).getString("type"), "what was refused has spent nothing");
    }

    @Test
    void aProofForAnotherRoomIsNotGoodHere() {
        Joiner other = new Joiner();
        Client client = here.connect(room);
        String proof = other.prove(client.challenge());
        refused(client, join(proof));
        assertEquals("joined", client.ask(join(proof) + ",'room':'" + other.sealed() + "'").getString("type"));
    }

    @Test
    void aChallengeIsGoodForItsTimeAndNoLonger() {
        Client late = here.connect(room);
        Client later = here.connect(room);
        String lastMoment = ann.prove(late.challenge());
        String tooLate = bob.prove(later.challenge());
        nodes.clock.advance(Nodes.LIFE.plusSeconds(10));
        assertEquals("joined", late.ask(join(lastMoment)).getString("type"));
        nodes.clock.advance(Nodes.SECOND);
        String fresh = refused(later, join(tooLate)).getString("challenge");
        assertEquals("joined", later.ask(join(bob.prove(fresh))).getString("type"));
    }

    @Test
    void aChallengeIsAnsweredAtAnyNodeAndOnceInTheCluster() {
        Client first = here.connect(room);
        String proof = ann.prove(first.challenge());
        Client second = there.connect(room);
        assertEquals("joined", second.ask(join(proof)).getString("type"));
        refused(first, join(proof));
        refused(there.connect(room), join(proof));
        assertEquals(Optional.empty(), second.closed());
    }

    @Test
    void oneChallengeServesAllRoomsOfAConnection() {
        Joiner other = new Joiner();
        Client client = here.connect(room);
        String challenge = client.challenge();
        assertEquals(ann.peer(), client.ask(join(ann.prove(challenge))).getString("self"));
        JsonObject joined = client.ask(join(other.prove(challenge)) + ",'room':'" + other.sealed() + "'");
        assertEquals(other.peer(), joined.getString("self"));
        assertEquals(other.sealed(), joined.getString("room"));
    }

    @Test
    void theSameIdWithoutATildeIsAnotherRoom() {
        Client outside = here.join(room.substring(1));
        Client inside = there.connect(room).join(ann);
        outside.done("'type':'signal','data':1");
        assertEquals(List.of(), inside.take());
        assertEquals(1, here.rooms.summary(room).members());
    }

    @Test
    void nobodyPostsIntoASealedRoomWithoutASession() {
        Client member = here.connect(room).join(ann);
        Refusal refusal = assertThrows(Refusal.class, () -> there.signaling.act(Nodes.origin(room), here.dialect.batch("{\"type\":\"signal\",\"data\":1}")));
        assertEquals(Code.BAD_TOKEN, refusal.code());
        there.signaling.act(Nodes.origin(room), here.dialect.batch("{\"type\":\"signal\",\"data\":1,\"token\":\"" + member.token() + "\"}"));
    }

    @Test
    void aSessionIsResumedByItsTokenAloneDuringTheGraceAndAfterIt() {
        Client client = here.connect(room).join(ann);
        client.drop();
        Client again = client.resumeAt(there);
        assertEquals(true, again.joined().getBoolean("recovered"));
        again.drop();
        nodes.pass(20);
        Client late = again.resumeAt(here);
        assertEquals(ann.peer(), late.joined().getString("self"));
        assertEquals(true, late.joined().getBoolean("recovered"));
    }

    @Test
    void whoseTokenNobodyKnowsAnyMoreNeedsAProofAndKeepsItsId() {
        Client client = here.connect(room).join(ann);
        client.drop();
        nodes.pass(Duration.ofSeconds(300));
        Client again = there.connect(room);
        refused(again, client.resumption());
        JsonObject joined = again.ask(client.resumption() + ",'proof':'" + ann.prove(again.challenge()) + "'");
        assertEquals(ann.peer(), joined.getString("self"));
        assertEquals(false, joined.getBoolean("recovered"));
        assertEquals(0, joined.getJsonArray("members").size());
    }

    @Test
    void aTokenThatIsNotTheSessionsIsNotBetterThanNone() {
        Client client = here.connect(room).join(ann);
        Client thief = there.connect(room);
        String forged = client.resumption().replace(client.token(), ann.peer() + "." + "a".repeat(32));
        refused(thief, forged);
        assertEquals(bob.peer(), thief.ask(forged + ",'proof':'" + bob.prove(thief.challenge()) + "'").getString("self"));
        assertEquals(Optional.empty(), client.closed());
    }

    @Test
    void aPublicRoomTakesWhoeverComesAndWhoProvesItsIdHasIt() {
        String everybodys = Nodes.ROOM;
        Client nobody = here.join(everybodys);
        Client client = there.connect(everybodys);
        String proof = ann.prove(client.challenge(), everybodys);
        assertEquals(ann.peer(), client.ask(join(proof)).getString("self"));
        assertEquals(26, nobody.self().length());
        refused(here.connect(everybodys), join(proof));
        refused(here.connect(everybodys), join("nonsense"));
        assertEquals(2, here.rooms.summary(everybodys).members());
    }
}
