package almenara.rooms;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import almenara.messages.Entry;
import almenara.messages.Refusal;
import almenara.messages.Seat;
import almenara.signaling.Nodes;
import almenara.tables.FakeCluster;
import almenara.tables.Interposed;
import almenara.tables.Table;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who says that it leaves has left, or is told that it has not. */
class LeavingTest {

    private static final String ROOM = Nodes.ROOM;
    private static final String CONNECTION = "a connection";

    private final Nodes nodes = new Nodes(1);
    private boolean meets;
    private final Rooms rooms = new Rooms(new Rooms.Tables(nodes.heads, nodes.log, meeting(nodes.members)), RoomOfTwo.LIMITS, new FakeCluster().join("node"),
            new Rooms.Means(nodes.clock, new Random(1), Runnable::run));

    /** The table, but that its owner does not know what stands there, while two parts of the cluster meet and that is wanted. */
    private Table meeting(Table table) {
        return Interposed.before(table, (method, arguments) -> meets && Set.of("remove", "replace").contains(method) ? Optional.of(false) : Optional.empty());
    }

    private Seat joins() {
        return rooms.join(ROOM, false, new Arrival(new Deaf(CONNECTION), "192.0.2"));
    }

    @BeforeEach
    void start() {
        rooms.start();
    }

    @Test
    void whoseRecordCouldNotBeTakenOutIsToldSoAndMayLeaveAgain() {
        String peer = joins().peer();
        meets = true;
        Refusal refusal = assertThrows(Refusal.class, () -> rooms.leave(ROOM, peer, Entry.LEFT));
        assertEquals(Refusal.Code.OVERLOADED, refusal.code());
        assertTrue(rooms.isMember(ROOM, peer));
        meets = false;
        rooms.leave(ROOM, peer, Entry.LEFT);
        assertFalse(rooms.isMember(ROOM, peer));
    }

    @Test
    void whoseConnectionEndsWithThatLeavesWhenTheGraceHasEnded() {
        String peer = joins().peer();
        meets = true;
        assertThrows(Refusal.class, () -> rooms.leave(ROOM, peer, Entry.LEFT));
        assertFalse(rooms.drop(ROOM, peer, CONNECTION));
        meets = false;
        Caretaker caretaker = rooms.caretaker((room, gone) -> { });
        for (int graces = 0; graces < 2; graces++) {
            assertTrue(rooms.isMember(ROOM, peer));
            nodes.clock.advance(RoomOfTwo.LIMITS.grace().plusMillis(1));
            caretaker.round();
        }
        assertFalse(rooms.isMember(ROOM, peer));
    }

    @Test
    void whoHasLeftAlreadyIsToldNothing() {
        String peer = joins().peer();
        rooms.leave(ROOM, peer, Entry.LEFT);
        rooms.leave(ROOM, peer, Entry.LEFT);
        assertFalse(rooms.isMember(ROOM, peer));
    }
}
