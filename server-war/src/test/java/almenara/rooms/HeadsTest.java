package almenara.rooms;

import static almenara.rooms.RoomOfTwo.key;
import static almenara.rooms.RoomOfTwo.signal;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import almenara.messages.Ids;
import almenara.messages.Position;
import almenara.signaling.Client;
import almenara.signaling.Node;
import almenara.signaling.Nodes;
import almenara.tables.Crowd;
import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class HeadsTest {

    private static final String ROOM = Nodes.ROOM;
    private static final RoomLimits LIMITS = RoomOfTwo.LIMITS;

    private final Nodes nodes = new Nodes(2);

    private Position tail() {
        return nodes.node(0).rooms.summary(ROOM).tail().orElseThrow();
    }

    @Test
    void aNodeThatStartsLateGoesOnWhereTheLogEnds() {
        Client member = nodes.node(0).join(ROOM);
        for (int number = 0; number < 300; number++) {
            member.done("'type':'signal','data':" + number);
        }
        goesOnAtALateNode(member);
    }

    @Test
    void aNodeThatStartsLateGoesOnWhereTheLogEndedWhenAllOfItHasExpired() {
        Client member = nodes.node(0).join(ROOM);
        for (int number = 0; number < 40; number++) {
            member.done("'type':'signal','data':" + number);
        }
        nodes.pass(400);
        assertEquals(0, nodes.node(0).log.size());
        goesOnAtALateNode(member);
    }

    private void goesOnAtALateNode(Client member) {
        member.take();
        Position before = tail();
        Node late = nodes.start("node-late");
        Client newcomer = late.join(ROOM);
        assertEquals(before.epoch(), newcomer.epoch());
        assertEquals(before.offset() + 1, newcomer.joined().getInt("offset"));
        assertEquals(1, newcomer.joined().getJsonArray("members").size());
        assertEquals(before.offset() + 2, newcomer.done("'type':'signal','data':'hello'").getInt("offset"));
        assertEquals(List.of("peer-joined", "signal"), member.take().stream().map(event -> event.getString("type")).toList());
    }

    @Test
    void aPeerResumesAtANodeThatStartedAfterItsDrop() {
        Client speaker = nodes.node(0).join(ROOM);
        Client peer = nodes.node(1).join(ROOM);
        nodes.pass(100);
        peer.drop();
        speaker.done("'type':'signal','data':1");
        nodes.crash(nodes.node(1));
        Client back = peer.resumeAt(nodes.start("node-late"));
        assertTrue(back.joined().getBoolean("recovered"), back.joined().toString());
        nodes.pass(1);
        assertEquals(1, back.take().size());
    }

    @Test
    void aRoomIsClosedWhenItHasBeenEmptyAndIdleForLong() {
        Client member = nodes.node(0).join(ROOM);
        String epoch = member.epoch();
        member.done("'type':'leave'");
        nodes.pass(110);
        assertEquals(1, nodes.node(1).rooms.size());
        nodes.pass(20);
        assertEquals(0, nodes.node(0).rooms.size());
        assertEquals(0, nodes.node(1).rooms.size());
        assertEquals(0, nodes.heads.size());
        Client next = nodes.node(1).join(ROOM);
        assertNotEquals(epoch, next.epoch());
        assertEquals(1, next.offset());
    }

    @Test
    void aRoomWithMembersIsNotClosedHoweverQuiet() {
        Client member = nodes.node(0).join(ROOM);
        nodes.pass(1000);
        assertEquals(member.epoch(), tail().epoch());
        assertEquals(Optional.empty(), member.closed());
    }

    @Test
    void aRoomWhoseMemberMayStillComeBackIsNotClosed() {
        Client member = nodes.node(0).join(ROOM);
        nodes.pass(500);
        member.drop();
        nodes.pass(119);
        Client back = member.resumeAt(nodes.node(1));
        assertEquals(member.epoch(), back.epoch());
        assertEquals(member.self(), back.self());
        assertTrue(back.joined().getBoolean("recovered"), back.joined().toString());
    }

    @RepeatedTest(50)
    void whoComesIntoARoomThatIsBeingClosedIsInARoomThatEverybodySees() throws Exception {
        nodes.node(0).join(ROOM).done("'type':'leave'");
        nodes.pass(119);
        Client newcomer = nodes.node(1).connect(ROOM);
        Crowd.of(2, thread -> {
            if (thread == 0) {
                newcomer.join();
            } else {
                nodes.pass(6);
            }
        });
        Client settled = newcomer.closed().isPresent() ? newcomer.resumeAt(nodes.node(1)) : newcomer;
        settled.take();
        Client next = nodes.node(0).join(ROOM);
        assertEquals(settled.epoch(), next.epoch());
        assertEquals("[{\"peer\":\"" + settled.self() + "\"}]", next.joined().get("members").toString());
        assertEquals(List.of("peer-joined"), settled.take().stream().map(event -> event.getString("type")).toList());
    }

    @Test
    void theClusterHoldsSoManyRoomsAndNoMore() {
        for (int number = 1; number <= 50; number++) {
            nodes.node(number % 2).join(Nodes.room(number));
        }
        Client late = nodes.node(0).connect(ROOM);
        assertEquals("too-many-rooms", late.refused("'type':'join'"));
        nodes.node(1).join(Nodes.room(50));
    }

    private Heads heads(RoomLog log) {
        Members members = new Members(nodes.members, LIMITS, new Random(1));
        Heads heads = new Heads(nodes.heads, new Ids(new Random(2)), new Room.Shared(log, members, new Arrivals(), Runnable::run), LIMITS.rooms());
        heads.start();
        return heads;
    }

    @Test
    void aNodeThatWasCutOffGoesOnWhereTheLogEndsAndNotBehindWhatItHadWrittenItself() {
        nodes.node(0).join(ROOM);
        Position before = tail();
        RoomLog log = new RoomLog(nodes.log, LIMITS, nodes.clock, () -> true);
        Heads heads = heads(log);
        Heads.Follower follower = heads.new Follower();
        nodes.log.watch(follower);
        Room room = heads.find(ROOM).orElseThrow();
        follower.stored(key(before.next()), signal("1").encode());
        follower.reset(Map.of(key(before), log.read(ROOM, before).orElseThrow().encode()));
        assertEquals(before.next(), log.append(room, signal("2")));
    }

    @Test
    void aHeadIsDueBeforeItsLifeEndsAndSoonWhereItIsBehindTheLog() {
        nodes.node(0).join(ROOM);
        Heads heads = heads(new RoomLog(nodes.log, LIMITS, nodes.clock, () -> true));
        Room room = heads.find(ROOM).orElseThrow();
        heads.refresh(room);
        long now = nodes.clock.millis();
        assertEquals(now + Heads.LIFE.toMillis() / 3 + 1, heads.due(room, 30_000));
        Position next = room.tail().next();
        room.arrived(next, signal("1"));
        room.settled(next);
        assertEquals(now + 30_000, heads.due(room, 30_000));
        heads.refresh(room);
        assertEquals(now + Heads.LIFE.toMillis() / 3 + 1, heads.due(room, 30_000));
    }

    @Test
    void aNodeThatWasCutOffGoesOnBehindTheHeadOfALogThatHasEnded() {
        nodes.node(0).join(ROOM);
        Position after = new Position(tail().epoch(), tail().offset() + 250);
        RoomLog log = new RoomLog(nodes.log, LIMITS, nodes.clock, () -> true);
        Heads heads = heads(log);
        nodes.heads.put(ROOM, after.epoch() + '\n' + after.offset() + "\n9", Heads.LIFE);
        heads.new Follower().reset(Map.of());
        assertEquals(after.next(), log.append(heads.find(ROOM).orElseThrow(), signal("1")));
    }

    @Test
    void aNodeThatMissedALogWhoseEntriesHaveEndedGoesOnAtItsHead() {
        nodes.node(0).join(ROOM);
        Position before = tail();
        Position after = new Position(before.epoch(), before.offset() + 250);
        RoomLog log = new RoomLog(nodes.log, LIMITS, nodes.clock, () -> true);
        Heads heads = heads(log);
        heads.reset(Map.of(ROOM, after.epoch() + '\n' + after.offset() + "\n9"));
        assertEquals(after, heads.find(ROOM).orElseThrow().tail());
    }

    /** The entries as they are read one after the other; with the last one something else happens. */
    private static Map<String, String> readWhile(List<String> keys, Runnable happens) {
        return new AbstractMap<>() {
            @Override
            public Set<Map.Entry<String, String>> entrySet() {
                return new AbstractSet<>() {
                    @Override
                    public Iterator<Map.Entry<String, String>> iterator() {
                        return keys.stream().peek(key -> Optional.of(key).filter(keys.getLast()::equals).ifPresent(last -> happens.run()))
                                .map(key -> Map.entry(key, signal("1").encode())).iterator();
                    }

                    @Override
                    public int size() {
                        return keys.size();
                    }
                };
            }
        };
    }

    @Test
    void anEpochThatBeginsWhileTheLogIsReadAnewBeginsAtItsFirstOffset() {
        nodes.node(0).join(ROOM);
        Position before = tail();
        RoomLog log = new RoomLog(nodes.log, LIMITS, nodes.clock, () -> true);
        Heads heads = heads(log);
        Room room = heads.find(ROOM).orElseThrow();
        List<String> keys = LongStream.rangeClosed(1, 73).mapToObj(offset -> key(new Position(before.epoch(), offset))).toList();
        heads.new Follower().reset(readWhile(keys, () -> heads.restart(room)));
        assertNotEquals(before.epoch(), room.tail().epoch());
        assertEquals(new Position(room.tail().epoch(), 1), log.append(room, signal("2")));
    }
}
