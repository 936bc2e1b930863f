package almenara.rooms;

import static org.junit.jupiter.api.Assertions.assertEquals;

import almenara.messages.Entry;
import almenara.messages.Seat;
import almenara.signaling.Nodes;
import almenara.tables.Changes;
import almenara.tables.FakeCluster;
import almenara.tables.HandClock;
import almenara.tables.MemoryTable;
import almenara.tables.Table;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Many come into a room at the same moment. */
class RushTest {

    private static final RoomLimits LIMITS = new RoomLimits(100, 100, 1_048_576, Duration.ofSeconds(120), Duration.ofSeconds(15), 50);

    private final HandClock clock = new HandClock();
    private final MemoryTable heads = new MemoryTable(clock);
    private final MemoryTable log = new MemoryTable(clock);

    /** The table of the heads, in which somebody else is always a little faster. */
    private Table rushed() {
        return (Table) Proxy.newProxyInstance(Table.class.getClassLoader(), new Class<?>[] {Table.class}, (proxy, method, arguments) -> {
            if (method.getName().equals("replace")) {
                String[] head = heads.get(Nodes.ROOM).orElseThrow().split("\n");
                heads.put(Nodes.ROOM, String.join("\n", head[0], head[1], Long.toString(Long.parseLong(head[2]) + 1)), Duration.ZERO);
            }
            return method.invoke(heads, arguments);
        });
    }

    @Test
    void whoComesAmongManyHasArrivedOnce() {
        Rooms rooms = new Rooms(new Rooms.Tables(rushed(), log, new MemoryTable(clock)), LIMITS,
                new FakeCluster().join("node-a"), new Rooms.Means(clock, new Random(1), Runnable::run));
        List<Entry> entries = new ArrayList<>();
        log.watch(Changes.stored((key, value) -> entries.add(Entry.decode(value))));
        rooms.start();
        Seat seat = rooms.join(Nodes.ROOM, false, new Arrival(new Deaf("connection"), "192.0.2.1"));
        assertEquals(List.of(Entry.joined(seat.peer())), entries);
    }
}
