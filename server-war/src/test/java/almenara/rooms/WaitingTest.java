package almenara.rooms;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import almenara.messages.Entry;
import almenara.messages.Ids;
import almenara.messages.Position;
import almenara.messages.Refusal;
import almenara.signaling.Nodes;
import almenara.tables.Interposed;
import almenara.tables.Table;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A room in whose log something waits is looked after until nothing does, and no other room is. */
class WaitingTest {

    private static final String ROOM = Nodes.ROOM;
    private static final Position START = new Position(new Ids(new Random(1)).epoch(), 0);
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final Nodes nodes = new Nodes(1);
    private final List<Entry> heard = new ArrayList<>();
    private boolean refuses;
    /** Where nothing is read. */
    private String unreadable = "";
    private final RoomLog log = new RoomLog(refusing(nodes.log), RoomOfTwo.LIMITS, nodes.clock, () -> true);
    private final Feed feed = new Feed(ROOM, START, log, new Feed.Reader() {

        @Override
        public void happened(long offset, Entry entry) {
            heard.add(entry);
        }

        @Override
        public void jumped() {
            throw new AssertionError("nothing is jumped over");
        }
    });

    /** The table, but that nothing is read there while that is wanted. */
    private Table refusing(Table table) {
        return Interposed.before(table, (method, arguments) -> {
            if (method.equals("get") && (refuses || arguments[0].equals(unreadable))) {
                throw new Refusal(Refusal.Code.UNAVAILABLE, "not now", 0);
            }
            return Optional.empty();
        });
    }

    private void arrives() {
        feed.arrived(START.next(), RoomOfTwo.signal("1"));
    }

    private void mend() {
        feed.mend(PATIENCE, arrived -> false);
    }

    @Test
    void whereNothingHasComeNothingWaits() {
        mend();
        assertEquals(List.of(), log.takeWaiting());
    }

    @Test
    void aRoomThatStillWaitsSaysSoAgain() {
        arrives();
        assertEquals(List.of(ROOM), log.takeWaiting());
        assertEquals(List.of(), log.takeWaiting());
        mend();
        assertEquals(List.of(ROOM), log.takeWaiting());
    }

    @Test
    void soDoesOneThatCouldNotBeMended() {
        arrives();
        log.takeWaiting();
        refuses = true;
        assertThrows(Refusal.class, this::mend);
        assertEquals(List.of(ROOM), log.takeWaiting());
        refuses = false;
        nodes.clock.advance(PATIENCE);
        mend();
        assertEquals(1, heard.size());
    }

    @Test
    void andOneInWhichSomethingWasFoundBeforeReadingFailed() {
        nodes.log.put(RoomOfTwo.key(START.next()), RoomOfTwo.signal("1").encode(), RoomOfTwo.LIFE);
        unreadable = RoomOfTwo.key(START.next().next());
        assertThrows(Refusal.class, feed::heal);
        assertEquals(List.of(ROOM), log.takeWaiting());
    }

    @Test
    void oneInWhichAllIsSettledSaysNothingMore() {
        arrives();
        feed.settled(START.next());
        log.takeWaiting();
        mend();
        assertEquals(List.of(), log.takeWaiting());
        assertEquals(1, heard.size());
    }
}
