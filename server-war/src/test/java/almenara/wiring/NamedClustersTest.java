package almenara.wiring;

import static almenara.wiring.Village.ROOM;
import static almenara.wiring.Village.heard;
import static almenara.wiring.Village.meet;
import static org.junit.jupiter.api.Assertions.assertEquals;

import almenara.signaling.Client;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A cluster whose operator has named those that are believed. */
class NamedClustersTest {

    private final Village there = new Village(1, 2);
    private final Village picky = new Village(1, 3, Set.of(there.name()));
    private final Stranger eve = new Stranger(picky.nodes.clock, 9);

    @Test
    void noOthersAreHeard() {
        Client carl = picky.join();
        Village.publish(there.join(), "1");
        eve.offer(ROOM, eve.ids.peer());
        picky.hear(eve.say());
        meet(there, picky);
        assertEquals(1, picky.node().rooms.census().of(ROOM).values().stream().filter(Optional::isPresent).count());
        assertEquals(1, heard(carl, "peer-joined").size());
    }

    @Test
    void noOthersFillTheTable() {
        for (int author = 10; author < 14; author++) {
            Stranger stranger = new Stranger(picky.nodes.clock, author);
            for (int offer = 0; offer < 4 * Village.ENTRIES; offer++) {
                stranger.offer(ROOM, stranger.ids.peer());
            }
            picky.hear(stranger.say());
        }
        Village.publish(picky.join(), "1");
        Client bob = there.join();
        Village.publish(bob, "2");
        meet(there, picky);
        assertEquals(1, heard(bob, "peer-joined").size(), "it has room for its own");
        assertEquals(2, picky.tables.get(picky.node()).read(Village.TABLE).size());
    }
}
