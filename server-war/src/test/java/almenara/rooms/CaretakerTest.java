package almenara.rooms;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import almenara.messages.Entry;
import almenara.messages.Position;
import almenara.signaling.Channel.Closing;
import almenara.signaling.Client;
import almenara.signaling.Nodes;
import almenara.tables.Changes;
import jakarta.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CaretakerTest {

    private static final String ROOM = Nodes.ROOM;

    private final Nodes nodes = new Nodes(3);

    /** The kinds of what was heard, with the reason where there is one. */
    private static List<String> told(Client client) {
        return client.take().stream().map(event -> event.getString("type") + (event.containsKey("reason") ? ' ' + event.getString("reason") : "")).toList();
    }

    @Test
    void aDroppedPeerIsTimedOutAfterItsGraceOnceForEverybody() {
        List<Client> watching = IntStream.range(0, 3).mapToObj(each -> nodes.node(each).join(ROOM)).toList();
        Client dropped = nodes.node(1).join(ROOM);
        watching.forEach(Client::take);
        dropped.drop();
        nodes.pass(14);
        assertEquals(List.of(), told(watching.get(0)));
        nodes.pass(60);
        watching.forEach(each -> assertEquals(List.of("peer-left timeout"), told(each)));
    }

    @Test
    void theHeadOfARoomIsBroughtUpToItsLogByWhoeverComesToLead() {
        Client speaking = nodes.node(0).join(ROOM);
        nodes.pass(2);
        nodes.cluster.leaderless(true);
        speaking.done("'type':'signal','data':1");
        nodes.pass(40);
        Position tail = nodes.node(0).rooms.summary(ROOM).tail().orElseThrow();
        assertTrue(Head.decode(nodes.heads.get(ROOM).orElseThrow()).isBehind(tail));
        nodes.cluster.leaderless(false);
        nodes.pass(31);
        assertEquals(tail, Head.decode(nodes.heads.get(ROOM).orElseThrow()).at());
    }

    @Test
    void theDeathOfANodeWithdrawsItsPeersOffersAtOnceAndTimesThemOutAfterTheGrace() {
        Client watching = nodes.node(0).join(ROOM);
        Client there = nodes.node(2).join(ROOM);
        Client coming = nodes.node(2).join(ROOM);
        there.done("'type':'offer','data':1");
        watching.take();
        nodes.crash(nodes.node(2));
        assertEquals("no-offer", watching.refused("'type':'claim'"), "not even before the first round");
        nodes.pass(1);
        assertEquals(List.of("offer-closed left"), told(watching));
        assertTrue(coming.resumeAt(nodes.node(1)).joined().getBoolean("recovered"));
        nodes.pass(60);
        assertEquals(List.of("peer-left timeout"), told(watching));
        assertEquals(2, nodes.node(1).rooms.summary(ROOM).members());
    }

    @Test
    void aNodeThatStartsAgainIsNotTakenForTheOneThatDied() {
        Client watching = nodes.node(0).join(ROOM);
        nodes.node(2).join(ROOM);
        nodes.crash(nodes.node(2));
        nodes.start("node-c2");
        watching.take();
        nodes.pass(30);
        assertEquals(List.of("peer-left timeout"), told(watching));
    }

    @Test
    void theDeathOfTheNodeThatLedARoomLeavesNobodyUnattended() {
        Client watching = nodes.node(0).join(ROOM);
        Client second = nodes.node(1).join(ROOM);
        nodes.node(2).join(ROOM).drop();
        nodes.pass(5);
        nodes.crash(nodes.node(2));
        watching.take();
        nodes.pass(5);
        second.drop();
        nodes.pass(30);
        assertEquals(List.of("peer-left timeout", "peer-left timeout"), told(watching));
    }

    @Test
    void aMemberThatIsInTheLogButNotOnRecordIsTimedOut() {
        Client watching = nodes.node(0).join(ROOM);
        String phantom = "p".repeat(26);
        nodes.node(1).rooms.append(ROOM, Entry.joined(phantom));
        nodes.pass(10);
        assertEquals(List.of("peer-joined", "peer-left timeout"), told(watching));
    }

    @Test
    void aMemberThatComesBackWhileItIsTimedOutIsInTheRoomForEverybody() {
        Client watching = nodes.node(0).join(ROOM);
        String peer = "p".repeat(26);
        nodes.node(1).rooms.append(ROOM, Entry.joined(peer));
        Member back = new Member(peer, "proof", new Member.Place("node-b", "its connection", true), nodes.clock.millis(), "", "");
        nodes.log.watch(Changes.stored((key, value) -> {
            if (Entry.decode(value).kind() == Entry.Kind.PEER_LEFT) {
                nodes.members.put(ROOM + "#99", back.encode(), Duration.ZERO);
            }
        }));
        nodes.pass(4);
        assertEquals(List.of("peer-joined", "peer-left timeout", "peer-joined"), told(watching));
        assertTrue(nodes.node(2).join(ROOM).joined().get("members").toString().contains(peer));
    }

    @Test
    void aMemberThatIsOnRecordAsConnectedHereButIsNotIsDetached() {
        Client watching = nodes.node(0).join(ROOM);
        Member.Place place = new Member.Place("node-b", "no such connection", true);
        Member stray = new Member("s".repeat(26), "proof", place, nodes.clock.millis(), "", "");
        nodes.members.put(ROOM + "#99", stray.encode(), Duration.ZERO);
        nodes.pass(40);
        assertEquals(List.of("peer-left timeout"), told(watching));
        assertEquals(1, nodes.node(0).rooms.summary(ROOM).members());
    }

    @Test
    void whoIsConnectedForLongStays() {
        Client watching = nodes.node(0).join(ROOM);
        Client quiet = nodes.node(1).join(ROOM);
        watching.take();
        nodes.pass(1000);
        assertEquals(List.of(), told(watching));
        assertEquals(Optional.empty(), quiet.closed());
        watching.done("'type':'signal','data':1");
        assertEquals(List.of("signal"), told(quiet));
    }

    @Test
    void aMergeGivesEachRoomANewEpochAndTellsEverybodyOnce() {
        List<Client> all = IntStream.range(0, 3).mapToObj(each -> nodes.node(each).join(ROOM)).toList();
        Client away = nodes.node(0).join(ROOM);
        String before = away.epoch();
        away.drop();
        all.get(0).done("'type':'signal','data':1");
        all.forEach(Client::take);
        nodes.cluster.merge();
        for (Client each : all) {
            List<JsonObject> events = each.take();
            assertEquals(1, events.size(), events.toString());
            assertEquals("joined", events.get(0).getString("type"));
            assertFalse(events.get(0).getBoolean("recovered"));
            assertFalse(each.epoch().equals(before));
            assertEquals(each.self(), events.get(0).getString("self"));
            assertEquals(3, events.get(0).getJsonArray("members").size());
            assertEquals(all.get(0).epoch(), each.epoch());
        }
        assertEquals(1, all.get(1).done("'type':'signal','data':2").getInt("offset"));
        assertEquals(List.of("signal"), told(all.get(2)));
        Client back = away.resumeAt(nodes.node(2));
        assertFalse(back.joined().getBoolean("recovered"));
        assertEquals(away.self(), back.self());
        nodes.pass(30);
        assertEquals(List.of("signal"), told(all.get(0)));
    }

    @Test
    void aRoomThatCouldNotBeRestartedAtTheMergeIsInALaterRound() {
        List<Client> all = IntStream.range(0, 3).mapToObj(each -> nodes.node(each).join(ROOM)).toList();
        all.forEach(Client::take);
        nodes.cluster.leaderless(true);
        nodes.cluster.merge();
        all.forEach(each -> assertEquals(List.of(), told(each)));
        nodes.cluster.leaderless(false);
        nodes.pass(1);
        for (Client each : all) {
            List<JsonObject> events = each.take();
            assertEquals(1, events.size(), events.toString());
            assertFalse(events.get(0).getBoolean("recovered"));
        }
        nodes.pass(5);
        all.forEach(each -> assertEquals(List.of(), told(each)));
    }

    @Test
    void membersOfTheOtherPartThatCameOnRecordAfterTheirRoomWasRestartedAreListed() {
        Client member = nodes.node(0).join(ROOM);
        member.take();
        nodes.cluster.leaderless(true);
        nodes.members.put(ROOM + "#49", new Member("late", "proof", new Member.Place("node-b", "connection", true), 0, "", "").encode(), Duration.ZERO);
        assertEquals(List.of(), told(member));
        nodes.cluster.merge();
        List<JsonObject> events = member.take();
        assertEquals(1, events.size(), events.toString());
        assertTrue(events.getFirst().getJsonArray("members").toString().contains("late"), events.toString());
        assertFalse(events.getFirst().getBoolean("recovered"));
    }

    @Test
    void anEpochThatIsToldTwiceRestartsARoomOnce() {
        Client member = nodes.node(0).join(ROOM);
        member.take();
        nodes.cluster.merge();
        nodes.cluster.merge();
        String text = nodes.heads.get(ROOM).orElseThrow();
        member.done("'type':'signal','data':1");
        nodes.heads.put(ROOM, text, Duration.ofMinutes(5));
        assertEquals(List.of("joined", "joined"), told(member));
        assertEquals(2, member.done("'type':'signal','data':1").getInt("offset"));
    }

    @Test
    void aRoomThatCannotBeServedDoesNotKeepTheOthersFromBeingServed() {
        List<Client> watching = IntStream.range(0, 10).mapToObj(number -> nodes.node(0).join(Nodes.room(number))).toList();
        IntStream.range(0, 10).forEach(number -> nodes.node(1).join(Nodes.room(number)).drop());
        watching.forEach(Client::take);
        nodes.pass(20);
        watching.forEach(each -> assertEquals(List.of("peer-left timeout"), told(each)));
    }

    @Test
    void anAbandonedNodeClosesWhatItHasAndItsPeersResumeElsewhere() {
        Client here = nodes.node(0).join(ROOM);
        Client there = nodes.node(1).join(ROOM);
        nodes.node(0).rooms.abandon();
        assertEquals(Optional.of(Closing.CANNOT_SERVE), here.closed());
        assertEquals(Optional.empty(), there.closed());
        there.take();
        assertTrue(here.resumeAt(nodes.node(1)).joined().getBoolean("recovered"));
        nodes.pass(30);
        assertEquals(List.of(), told(there));
    }
}
