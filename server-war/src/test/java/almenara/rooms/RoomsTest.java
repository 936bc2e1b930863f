package almenara.rooms;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import almenara.signaling.Channel.Closing;
import almenara.signaling.Client;
import almenara.signaling.Nodes;
import jakarta.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who comes back, and how: on three nodes. */
class RoomsTest {

    private static final String ROOM = Nodes.ROOM;

    private final Nodes nodes = new Nodes(3);
    private final Client other = nodes.node(0).join(ROOM);
    private final Client peer = nodes.node(1).join(ROOM);

    private void signals(int count) {
        IntStream.range(0, count).forEach(number -> other.done("'type':'signal','data':" + number));
    }

    private static List<Integer> data(Client client) {
        return client.take().stream().filter(event -> event.getString("type").equals("signal")).map(event -> event.getInt("data")).toList();
    }

    private List<String> toldToTheOther() {
        return other.take().stream().map(event -> event.getString("type") + (event.containsKey("reason") ? ' ' + event.getString("reason") : "")).toList();
    }

    @Test
    void whoResumesOnAnotherNodeGetsWhatItMissedAndNothingElse() {
        signals(2);
        peer.drop();
        signals(3);
        other.done("'type':'signal','to':'" + peer.self() + "','data':3");
        Client third = nodes.node(2).join(ROOM);
        third.done("'type':'signal','to':'" + other.self() + "','data':99");
        long cursor = peer.offset();
        Client back = peer.resumeAt(nodes.node(2));
        assertTrue(back.joined().getBoolean("recovered"));
        assertFalse(back.joined().containsKey("members"));
        assertEquals(peer.self(), back.self());
        assertEquals(peer.token(), back.token());
        assertEquals(cursor, back.joined().getInt("offset"));
        assertEquals("node-c", back.joined().getString("node"));
        List<JsonObject> missed = back.take();
        assertEquals(List.of("signal", "signal", "signal", "signal", "peer-joined"), missed.stream().map(event -> event.getString("type")).toList());
        signals(1);
        assertEquals(List.of(0), data(back));
    }

    @Test
    void nobodyIsToldOfAShortAbsence() {
        other.take();
        peer.drop();
        nodes.pass(14);
        peer.resumeAt(nodes.node(2));
        nodes.pass(30);
        assertEquals(List.of(), toldToTheOther());
    }

    @Test
    void whoResumesAfterItsGraceComesAgainWithItsNameAndAllItMissed() {
        other.take();
        peer.drop();
        signals(1);
        nodes.pass(15);
        assertEquals(List.of("peer-left timeout"), toldToTheOther());
        signals(1);
        nodes.pass(90);
        Client back = peer.resumeAt(nodes.node(0));
        assertTrue(back.joined().getBoolean("recovered"));
        assertEquals(peer.self(), back.self());
        assertEquals(List.of(0, 0), data(back));
        assertEquals(List.of("peer-joined"), toldToTheOther());
        nodes.pass(60);
        assertEquals(Optional.empty(), back.closed());
        assertEquals(List.of(), toldToTheOther());
    }

    @Test
    void whoResumesAfterTwoMinutesStartsAnew() {
        peer.drop();
        nodes.pass(125);
        assertLost(peer.resumeAt(nodes.node(2)), false);
    }

    @Test
    void aHundredMissedEntriesCanBeHadAndOneMoreCannot() {
        peer.drop();
        signals(100);
        Client back = peer.resumeAt(nodes.node(2));
        assertTrue(back.joined().getBoolean("recovered"));
        assertEquals(100, data(back).size());
        back.drop();
        signals(101);
        assertLost(back.resumeAt(nodes.node(0)), true);
    }

    private void assertLost(Client back, boolean samePeer) {
        assertFalse(back.joined().getBoolean("recovered"), back.joined().toString());
        assertEquals(1, back.joined().getJsonArray("members").size());
        assertEquals(samePeer, back.self().equals(peer.self()));
        assertEquals(samePeer, back.token().equals(peer.token()));
        assertEquals(List.of(), back.take());
        signals(1);
        assertEquals(1, back.take().size());
    }

    @Test
    void aCursorOfAnotherEpochOrAheadOfTheLogStartsFromTheMemberList() {
        for (String cursor : List.of("'epoch':'abcdefgh','offset':1", "'epoch':'" + peer.epoch() + "','offset':9999",
                "'epoch':'" + peer.epoch() + "','offset':" + Long.MAX_VALUE)) {
            Client back = nodes.node(2).connect(ROOM);
            back.ask("'type':'resume','token':'" + peer.token() + "'," + cursor);
            assertFalse(back.joined().getBoolean("recovered"));
            assertEquals(peer.self(), back.self());
        }
    }

    @Test
    void aTokenThatProvesNothingIsRefused() {
        String cursor = "','epoch':'" + peer.epoch() + "','offset':1";
        String stolen = peer.self() + other.token().substring(other.token().indexOf('.'));
        for (String token : List.of(stolen, peer.token() + "x", peer.self() + ".", "bogus", "no-peer." + "a".repeat(32), ".", "a".repeat(200))) {
            Client thief = nodes.node(2).connect(ROOM);
            assertEquals("bad-token", thief.refused("'type':'resume','token':'" + token + cursor), token);
            assertFalse(thief.session().isSeated());
        }
        assertEquals(Optional.empty(), peer.closed());
        peer.drop();
        nodes.pass(20);
        assertEquals("bad-token", nodes.node(0).connect(ROOM).refused("'type':'resume','token':'" + stolen + cursor), "after the grace");
        assertTrue(peer.resumeAt(nodes.node(0)).joined().getBoolean("recovered"), "the right one still goes");
    }

    @Test
    void aTokenOfNobodyIsAStartAnewEvenWhereTheCursorIsInTheLog() {
        String bogus = "a".repeat(26) + '.' + "a".repeat(32);
        Client stranger = nodes.node(2).connect(ROOM);
        stranger.ask("'type':'resume','token':'" + bogus + "','epoch':'" + peer.epoch() + "','offset':1");
        assertFalse(stranger.joined().getBoolean("recovered"));
        assertNotEquals("a".repeat(26), stranger.self());
        assertEquals(2, stranger.joined().getJsonArray("members").size());
    }

    @Test
    void aTokenOfOneRoomIsNoTokenOfAnother() {
        Client elsewhere = nodes.node(1).join(Nodes.room(1));
        Client back = nodes.node(1).connect(Nodes.room(1));
        back.ask(peer.resumption());
        assertFalse(back.joined().getBoolean("recovered"));
        assertNotEquals(peer.self(), back.self());
        assertEquals(Optional.empty(), peer.closed());
        assertEquals(1, elsewhere.take().size());
    }

    @ParameterizedTest
    @CsvSource({"false, left", "true, detached"})
    void whoLeftByItsOwnWordStartsAnew(boolean keep, String reason) {
        other.take();
        peer.done("'type':'leave','keep':" + keep);
        assertEquals(List.of("peer-left " + reason), toldToTheOther());
        Client back = peer.resumeAt(nodes.node(2));
        assertLost(back, false);
        assertEquals(List.of("peer-joined"), toldToTheOther());
    }

    @Test
    void aTakeoverClosesTheOlderConnectionOnWhicheverNode() {
        Client here = peer.resumeAt(nodes.node(1));
        assertEquals(Optional.of(Closing.REPLACED), peer.closed());
        Client there = here.resumeAt(nodes.node(2));
        assertEquals(Optional.of(Closing.REPLACED), here.closed());
        assertTrue(there.joined().getBoolean("recovered"));
        other.take();
        nodes.pass(60);
        assertEquals(Optional.empty(), there.closed());
        assertEquals(List.of(), toldToTheOther());
        signals(1);
        assertEquals(List.of(0), data(there));
    }

    @ParameterizedTest
    @CsvSource({"false, left", "true, detached"})
    void leavingIsToldOnceAndClosesNothing(boolean keep, String reason) {
        other.take();
        peer.done("'type':'leave','keep':" + keep);
        assertEquals("not-joined", peer.refused("'type':'leave','keep':" + !keep));
        peer.drop();
        nodes.pass(60);
        assertEquals(List.of("peer-left " + reason), toldToTheOther());
        assertEquals(Optional.empty(), peer.closed());
        assertEquals(1, nodes.node(2).rooms.summary(ROOM).members());
    }

    @Test
    void whoResumesOnAnotherNodeIsToldThatThePeerHasDetached() {
        other.take();
        other.drop();
        peer.done("'type':'leave','keep':true");
        Client back = other.resumeAt(nodes.node(2));
        assertTrue(back.joined().getBoolean("recovered"));
        assertEquals(List.of("detached"), back.take().stream().map(event -> event.getString("reason")).toList());
    }

    @Test
    void nobodySeesWhatIsForOthersOrOfTheirOwnMaking() {
        Client third = nodes.node(2).join(ROOM);
        List.of(other, peer).forEach(Client::take);
        other.done("'type':'signal','to':'" + peer.self() + "','data':1");
        other.done("'type':'signal','data':2");
        assertEquals(List.of(1, 2), data(peer));
        assertEquals(List.of(2), data(third));
        assertEquals(List.of(), data(other));
    }

    @Test
    void whoIsPassedOverByMoreThan32EntriesIsToldWhereItStands() {
        Client third = nodes.node(2).join(ROOM);
        third.take();
        for (int number = 0; number < 32; number++) {
            other.done("'type':'signal','to':'" + peer.self() + "','data':0");
        }
        assertEquals(List.of(), third.take());
        int last = other.done("'type':'signal','to':'" + peer.self() + "','data':0").getInt("offset");
        assertEquals("[{\"type\":\"cursor\",\"offset\":" + last + "}]", third.take().toString());
    }
}
