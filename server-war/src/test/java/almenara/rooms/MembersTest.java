package almenara.rooms;

import static org.junit.jupiter.api.Assertions.assertEquals;

import almenara.signaling.Client;
import almenara.signaling.Nodes;
import almenara.tables.Crowd;
import jakarta.json.JsonObject;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class MembersTest {

    private static final String ROOM = Nodes.ROOM;

    private final Nodes nodes = new Nodes(3);

    @RepeatedTest(5)
    void aRoomHasExactlyItsHundredMembersHoweverManyThrongIn() throws Exception {
        AtomicInteger in = new AtomicInteger();
        AtomicInteger out = new AtomicInteger();
        Set<String> names = ConcurrentHashMap.newKeySet();
        Crowd.of(6, thread -> {
            for (int number = 0; number < 20; number++) {
                Client client = nodes.node((thread + number) % 3).connect(ROOM);
                JsonObject answer = client.ask("'type':'join'");
                if (answer.getString("type").equals("joined")) {
                    in.incrementAndGet();
                    names.add(client.self());
                } else {
                    assertEquals("room-full", answer.getString("code"));
                    out.incrementAndGet();
                }
            }
        });
        assertEquals(100, in.get());
        assertEquals(20, out.get());
        assertEquals(100, names.size());
        for (int each = 0; each < 3; each++) {
            assertEquals(100, nodes.node(each).rooms.summary(ROOM).members());
        }
    }

    @Test
    void aSeatIsFreeAgainWhenItsMemberLeavesAndNotBefore() {
        Client last = null;
        for (int number = 0; number < 100; number++) {
            last = nodes.node(number % 3).join(ROOM);
        }
        Client late = nodes.node(0).connect(ROOM);
        assertEquals("room-full", late.refused("'type':'join'"));
        last.drop();
        assertEquals("room-full", late.refused("'type':'join'"), "a dropped peer keeps its seat for its grace");
        nodes.pass(15);
        late.join();
        assertEquals("room-full", last.resumeAt(nodes.node(1)).heard().get(0).getString("code"));
        late.done("'type':'leave'");
        late.join();
    }
}
