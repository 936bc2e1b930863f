package almenara.dialects;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import almenara.messages.Entry;
import almenara.messages.Event;
import almenara.messages.Position;
import almenara.messages.Refusal;
import almenara.messages.Reply;
import almenara.messages.Seat;
import almenara.signaling.Channel.Closing;
import almenara.signaling.ForeignClient;
import almenara.signaling.Nodes;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MatchboxTest {

    private static final Matchbox DIALECT = new Matchbox(new JsonLimits(16));

    private final Nodes nodes = new Nodes(3);

    private ForeignClient connect(int node, String target) {
        return nodes.node(node).connect(DIALECT, target);
    }

    /** The id that a client was given, which it hears first. */
    private static String id(ForeignClient client) {
        return Recorded.parse(client.takes().getFirst()).asJsonObject().getString("IdAssigned");
    }

    private static List<String> newPeers(String... ids) {
        return List.of(ids).stream().map(id -> "{\"NewPeer\":\"" + id + "\"}").toList();
    }

    private static List<String> left(String id) {
        return List.of("{\"PeerLeft\":\"" + id + "\"}");
    }

    private static String signal(String receiver, Object data) {
        return "{\"Signal\":{\"receiver\":\"" + receiver + "\",\"data\":" + data + "}}";
    }

    private static List<String> signaled(String sender, Object data) {
        return List.of("{\"Signal\":{\"sender\":\"" + sender + "\",\"data\":" + data + "}}");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void itSaysWhatTheReferenceServerSaysOnOneNodeAndOnThree(int many) throws IOException {
        new Recorded(DIALECT, nodes, many).play("matchbox.txt");
    }

    @Test
    void idsAreUuids() {
        UUID id = UUID.fromString(id(connect(0, "r?")));
        assertEquals(2, id.variant());
        assertEquals(8, id.version());
        assertNotEquals(id, UUID.fromString(id(connect(0, "r?"))));
    }

    @Test
    void roomsWithAndWithoutANumberAndWithAnotherOneAreDifferentRooms() {
        List<ForeignClient> alone = List.of(connect(0, "r?"), connect(0, "R?"), connect(0, "?"), connect(0, "r?next=2"), connect(0, "r?next=3"), connect(0, "3/r?"), connect(0, "r/s?"));
        alone.forEach(client -> assertEquals(1, client.takes().size()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "next=", "next=0", "next=-1", "next=two", "next=1234567890", "next=2.5"})
    void whatIsNoNumberOfPeersIsTakenForNone(String query) {
        ForeignClient first = connect(0, "r?" + query);
        id(first);
        String second = id(connect(1, "r?"));
        assertEquals(newPeers(second), first.takes());
    }

    @Test
    void asManyMeetAsARoomHasMembersAndNoMore() {
        assertEquals(1, connect(0, "r?next=100").takes().size());
        ForeignClient tooMany = connect(0, "r?next=101");
        assertEquals(List.of(Closing.DONE), tooMany.closings());
        assertEquals(List.of(), tooMany.takes());
    }

    @Test
    void aRoomWithoutANumberHasSoManyMembersAndNoMore() {
        List<ForeignClient> crowd = IntStream.range(0, 100).mapToObj(each -> connect(each % 3, "r?")).toList();
        assertEquals(List.of(Closing.DONE), connect(0, "r?").closings());
        assertEquals(100, crowd.getFirst().takes().size());
        crowd.getLast().goes();
        assertEquals(1, connect(0, "r?").takes().size());
    }

    @Test
    void whoWantsToBeAloneIsAlone() {
        ForeignClient one = connect(0, "r?next=1");
        id(one);
        id(connect(1, "r?next=1"));
        assertEquals(List.of(), one.takes());
    }

    @Test
    void nobodySpeaksToSomebodyOfAnotherRoomWhoseIdItKnows() {
        ForeignClient victim = connect(0, "r?");
        String id = id(victim);
        List.of(connect(0, "other?"), connect(1, "r?next=2"), connect(2, "?")).forEach(stranger -> stranger.says(signal(id, 1)));
        assertEquals(List.of(), victim.takes());
    }

    @Test
    void nobodySpeaksForAnother() {
        ForeignClient victim = connect(0, "r?");
        String id = id(victim);
        ForeignClient liar = connect(1, "r?");
        String own = id(liar);
        assertEquals(newPeers(own), victim.takes());
        liar.says("{\"Signal\":{\"receiver\":\"" + id + "\",\"sender\":\"" + id + "\",\"data\":1}}");
        assertEquals(signaled(own, 1), victim.takes());
        for (String event : List.of("NewPeer", "PeerLeft", "IdAssigned")) {
            assertThrows(Refusal.class, () -> liar.says("{\"" + event + "\":\"" + id + "\"}"));
        }
        assertEquals(List.of(), victim.takes());
    }

    @ParameterizedTest
    @ValueSource(strings = {"r?", "r?next=2"})
    void whoIsConnectedLateHearsOfThoseWhoHaveComeAfterIt(String target) {
        Queue<Runnable> later = new ArrayDeque<>();
        ForeignClient first = nodes.start("slow", later::add).connect(DIALECT, target);
        ForeignClient second = connect(0, target);
        String id = id(second);
        assertEquals(List.of(), first.takes());
        while (!later.isEmpty()) {
            later.remove().run();
        }
        List<String> heard = first.takes();
        assertEquals(newPeers(id), heard.subList(1, heard.size()));
        assertEquals(List.of(), second.takes());
    }

    @Test
    void whoIsToldOfSomebodyByTheRoomsListIsNotToldOnceMoreByItsLog() {
        ForeignClient client = connect(0, "r?");
        id(client);
        String peer = "b".repeat(26);
        Position at = new Position("aaaaaaaa", 7);
        client.send(new Reply("", "", new Event.Joined(new Seat("c".repeat(26), ""), at, Event.Continuity.LOST, List.of(peer))));
        client.send(new Reply("", "", new Event.Logged(8, Entry.joined(peer))));
        assertEquals(1, client.takes().size());
        client.send(new Reply("", "", new Event.Logged(9, Entry.left(peer, Entry.LEFT))));
        assertEquals(1, client.takes().size());
    }

    @Test
    void whoWaitedAtANodeThatDiedIsNotMatchedAnyMore() {
        connect(1, "r?next=2");
        nodes.crash(nodes.node(1));
        ForeignClient next = connect(0, "r?next=2");
        id(next);
        ForeignClient last = connect(1, "r?next=2");
        assertEquals(newPeers(id(last)), next.takes());
    }

    @Test
    void theOthersHearOfThoseOfANodeThatDiedAfterTheGrace() {
        ForeignClient stays = connect(0, "r?next=2");
        id(stays);
        String other = id(connect(1, "r?next=2"));
        assertEquals(newPeers(other), stays.takes());
        nodes.crash(nodes.node(1));
        nodes.pass(20);
        assertEquals(left(other), stays.takes());
        stays.says(signal(other, 1));
        id(connect(0, "r?next=2"));
        assertEquals(List.of(), stays.takes());
    }

    @Test
    void aConnectionEndsWhenItsRoomIsLost() {
        ForeignClient client = connect(0, "r?");
        nodes.node(0).rooms.abandon();
        assertEquals(List.of(Closing.CANNOT_SERVE), client.closings());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "nope", "{", "[]", "1", "null", "\"Other\"", "{}", "{\"Signal\":1}", "{\"Signal\":{\"receiver\":1,\"data\":1}}", "{\"Signal\":{\"receiver\":\"x\"}}",
        "{\"Signal\":{\"receiver\":\"x\",\"data\":1},\"x\":1}"})
    void whatIsNoMessageIsRefusedAndTheConnectionGoesOn(String frame) {
        ForeignClient client = connect(0, "r?");
        id(client);
        assertThrows(Refusal.class, () -> client.says(frame));
        String other = id(connect(1, "r?"));
        assertEquals(newPeers(other), client.takes());
    }

    @Test
    void nothingThatAClientSaysDisturbsAnother() {
        ForeignClient witness = connect(0, "r?");
        String id = id(witness);
        ForeignClient noisy = connect(1, "r?");
        String own = id(noisy);
        assertEquals(newPeers(own), witness.takes());
        Noise.by(noisy, "{\"Signal\":{\"receiver\":", "{", "}", "[", "\"Signal\"", ":", ",", "\"receiver\"", "\"data\"", "\"x\"", "null", "1e9", "\"KeepAlive\"", "\\u0000", "é", "\"NewPeer\"", "\"sender\"");
        assertEquals(List.of(), witness.takes());
        noisy.says(signal(id, 7));
        assertEquals(signaled(own, 7), witness.takes());
    }

    @Test
    void theHealthIsAskedForByAPlainRequest() {
        assertEquals(new Dialect.Page(200, "text/plain", ""), DIALECT.page("health"));
        assertEquals(426, DIALECT.page("").status());
        assertEquals(426, DIALECT.page("room").status());
    }
}
