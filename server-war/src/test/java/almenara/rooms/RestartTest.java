package almenara.rooms;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import almenara.messages.Ids;
import almenara.messages.Refusal;
import almenara.signaling.Nodes;
import almenara.tables.ClusterView;
import almenara.tables.FakeCluster;
import almenara.tables.Interposed;
import almenara.tables.Table;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Rooms go on in other epochs when two parts of the cluster have met that both went on. */
class RestartTest {

    private static final List<String> ROOMS = List.of("A".repeat(43), "Q".repeat(43), "g".repeat(43));
    private static final RoomLimits LIMITS = RoomOfTwo.LIMITS;

    private final Nodes nodes = new Nodes(1);
    private final Deque<Runnable> tasks = new ArrayDeque<>();
    private boolean refuses;
    private int restarts;
    private final RoomLog log = new RoomLog(nodes.log, LIMITS, nodes.clock, () -> true);
    private final Members members = new Members(nodes.members, LIMITS, new Random(1));
    private final Heads heads = new Heads(refusing(nodes.heads), new Ids(new Random(2)), new Room.Shared(log, members, new Arrivals(), tasks::add), 9);
    private final ClusterView cluster = new FakeCluster().join("node");
    private final Caretaker caretaker = new Caretaker(new Caretaker.Charge(heads, members, log), LIMITS, cluster, (room, peer) -> { });

    RestartTest() {
        members.start((room, peer) -> { });
        heads.start();
        ROOMS.forEach(heads::open);
    }

    /** The table, but that it takes nothing while that is wanted. */
    private Table refusing(Table table) {
        return Interposed.before(table, (method, arguments) -> {
            if (method.equals("put")) {
                restarts++;
                if (refuses) {
                    throw new Refusal(Refusal.Code.UNAVAILABLE, "not now", 0);
                }
            }
            return Optional.empty();
        });
    }

    private List<String> epochs() {
        return ROOMS.stream().map(room -> nodes.heads.get(room).orElseThrow().split("\n")[0]).toList();
    }

    private void run() {
        while (!tasks.isEmpty()) {
            tasks.remove().run();
        }
    }

    @Test
    void noRoomWaitsForAnotherAndEachIsRestartedOnce() {
        List<String> before = epochs();
        caretaker.afterMerge();
        caretaker.round();
        assertEquals(before, epochs(), "nothing is written by the thread that hears of the merge");
        run();
        List<String> after = epochs();
        ROOMS.forEach(room -> assertNotEquals(before.get(ROOMS.indexOf(room)), after.get(ROOMS.indexOf(room))));
        caretaker.round();
        run();
        assertEquals(after, epochs());
        assertEquals(ROOMS.size(), restarts);
    }

    @Test
    void whatTheClusterDoesNotTakeIsTriedAgainInTheNextRound() {
        List<String> before = epochs();
        refuses = true;
        caretaker.afterMerge();
        run();
        caretaker.round();
        run();
        assertEquals(before, epochs());
        assertEquals(2 * ROOMS.size(), restarts);
        refuses = false;
        caretaker.round();
        run();
        List<String> after = epochs();
        ROOMS.forEach(room -> assertNotEquals(before.get(ROOMS.indexOf(room)), after.get(ROOMS.indexOf(room))));
    }
}
