package almenara.rooms;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import almenara.messages.Entry;
import almenara.messages.Position;
import almenara.signaling.Channel;
import almenara.signaling.Client;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A node whose copy is not what the others have tells its clients so: no gap is silent. */
class ContinuityTest extends RoomOfTwo {

    @Test
    void anEntryIsToldWhenEveryNodeIsSaidToHaveIt() {
        Position next = tail().next();
        here.take();
        written(next, signal("1"));
        written(next.next(), signal("2"));
        settled(next.next());
        assertEquals(List.of(), signals(here));
        settled(next);
        assertEquals(List.of(1, 2), signals(here));
        assertEquals(List.of(1, 2), signals(there));
    }

    @Test
    void anEntryThatTurnsOutToBeAnotherOneBeforeTheWordIsToldOnceAndAsItIs() {
        Position next = tail().next();
        here.take();
        written(next, signal("1"));
        written(next, signal("2"));
        settled(next);
        assertEquals(List.of(2), signals(here));
        assertEquals(List.of(2), signals(there));
    }

    @Test
    void whoComesBackToANodeThatHasNotGotTheWordYetGoesOnWhereItWas() {
        Position next = tail().next();
        there.drop();
        written(next, signal("1"));
        written(next.next(), signal("2"));
        Client back = there.resumeFrom(nodes.node(0), next.offset());
        assertTrue(back.joined().getBoolean("recovered"), back.joined().toString());
        settled(next.next());
        assertEquals(List.of(2), signals(back));
    }

    @Test
    void whatIsWrittenWhileAnEntryWaitsForTheWordComesBehindIt() {
        Position next = tail().next();
        here.take();
        written(next, signal("1"));
        assertEquals(next.offset() + 1, there.done("'type':'signal','data':2").getInt("offset"));
        assertEquals(List.of(), signals(here));
        settled(next);
        assertEquals(List.of(1, 2), signals(here));
    }

    @Test
    void aNodeThatWasGivenUpAcknowledgesNothingThatItHasWritten() {
        Position before = tail();
        nodes.cluster.cutOff(nodes.node(0).name, true);
        assertEquals("unavailable", here.refused("'type':'signal','data':1"));
        assertEquals(before.offset(), nodes.node(1).rooms.summary(ROOM).tail().orElseThrow().offset());
    }

    @Test
    void whatANodeHadThatWasCutOffIsVoidWhenItComesBack() {
        Position before = tail();
        List<Entry> told = new ArrayList<>();
        Feed cutOff = new Feed(ROOM, before, new RoomLog(nodes.log, LIMITS, nodes.clock, () -> true), new Feed.Reader() {

            @Override
            public void happened(long offset, Entry entry) {
                told.add(entry);
            }

            @Override
            public void jumped() {
                throw new AssertionError("nothing is missing");
            }
        });
        cutOff.arrived(before.next(), signal("1"));
        written(before.next(), signal("2"));
        cutOff.catchUp(before.next());
        assertEquals(List.of(signal("2")), told);
    }

    @Test
    void theSameEntryToldTwiceIsNoLoss() {
        Position next = tail().next();
        here.take();
        for (int time = 0; time < 2; time++) {
            written(next, signal("1"));
            settled(next);
        }
        assertEquals(List.of("signal"), here.take().stream().map(event -> event.getString("type")).toList());
    }

    @Test
    void whoIsGivenUpForDeadBeforeItsWelcomeHasToComeAgainRatherThanToStop() {
        Deque<Runnable> later = new ArrayDeque<>();
        Client third = nodes.start("node-c", later::add).connect(ROOM);
        third.say("{\"type\":\"join\"}");
        Members members = new Members(nodes.members, LIMITS, new Random(1));
        members.start((room, peer) -> { });
        Members.Held held = members.of(ROOM).stream().filter(one -> !Set.of(here.self(), there.self()).contains(one.member().peer())).findAny().orElseThrow();
        assertTrue(members.change(held, held.member().detached(0)));
        while (!later.isEmpty()) {
            later.remove().run();
        }
        assertEquals(Optional.of(Channel.Closing.CANNOT_SERVE), third.closed());
    }

    private static List<String> arrivals(Client client) {
        return client.take().stream().filter(event -> event.getString("type").equals("peer-joined")).map(event -> event.getString("peer")).toList();
    }

    @Test
    void whoComesBackAtANodeThatHasJustStartedIsToldOfThoseWhoHaveComeMeanwhile() {
        there.drop();
        Client newcomer = nodes.node(0).join(ROOM);
        Client back = there.resumeAt(nodes.start("node-young"));
        assertTrue(back.joined().getBoolean("recovered"));
        nodes.pass(3);
        assertEquals(List.of(newcomer.self()), arrivals(back));
    }

    @Test
    void whoComesInAtANodeThatHasJustStartedFindsThemInTheListAndIsNotToldAgain() {
        Client newcomer = nodes.node(0).join(ROOM);
        Client young = nodes.start("node-young").connect(ROOM);
        assertTrue(young.ask("'type':'join'").getJsonArray("members").toString().contains(newcomer.self()));
        nodes.pass(3);
        assertEquals(List.of(), arrivals(young));
    }
}
