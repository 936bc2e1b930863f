package almenara.wiring;

import static almenara.wiring.Village.ROOM;
import static almenara.wiring.Village.heard;
import static almenara.wiring.Village.live;
import static almenara.wiring.Village.meet;
import static almenara.wiring.Village.publish;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import almenara.messages.Names;
import almenara.signaling.Client;
import almenara.signaling.Nodes;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How guests end, and what of a room is told to other clusters. */
class GuestsTest {

    private final Village here = new Village(1, 1);
    private final Village there = new Village(1, 2);

    @Test
    void aGuestGoesWhenNothingIsHeardOfItAnyMore() {
        Client ann = here.join();
        publish(ann, "1");
        meet(here, there);
        Client bob = there.join();
        there.pass(59);
        assertEquals(List.of(), heard(bob, "peer-left"));
        there.pass(2);
        assertEquals("no-offer", bob.refused("'type':'claim'"));
        there.pass(15);
        assertEquals(List.of(ann.self()), heard(bob, "peer-left").stream().map(each -> each.getString("peer")).toList());
        assertEquals("timeout", heard(bob, "peer-left").getFirst().getString("reason"));
    }

    @Test
    void aGuestThatIsHeardOfAgainWithinItsGraceHasNeverLeft() {
        Client ann = here.join();
        publish(ann, "1");
        meet(here, there);
        Client bob = there.join();
        there.pass(65);
        here.pass(65);
        publish(ann, "2");
        live(20, here, there);
        assertEquals(List.of(), heard(bob, "peer-left"));
        assertEquals("2", bob.done("'type':'claim'").get("data").toString());
    }

    @Test
    void guestsGoWithTheLastPeerAndTheRoomIsClosed() {
        Client ann = here.join();
        publish(ann, "1");
        meet(here, there);
        Client bob = there.join();
        bob.done("'type':'leave'");
        live(200, here, there);
        assertEquals(0, there.node().rooms.size());
        assertEquals(1, here.node().rooms.size());
    }

    @Test
    void roomsWhereNobodyIsAreNotOpened() {
        publish(here.join(), "1");
        live(3, here, there);
        assertEquals(0, there.node().rooms.size());
        assertFalse(here.say().contains(ROOM), "and nobody learns of them");
        assertTrue(there.say().contains(here.name()), "but the table goes on");
    }

    @Test
    void whatHasNotChangedIsNotWrittenAgain() {
        Client ann = here.join();
        publish(ann, "{'n':[1e5,1.50,-0,12345678901234567890],'s':'\\u2028\\u0001 é / 😀'}");
        publish(ann, "null");
        here.round();
        String said = here.say();
        here.pass(1);
        assertEquals(said, here.say());
    }

    @Test
    void roomsOfDialectsHaveNoGuestsWhateverOthersWrite() {
        Stranger eve = new Stranger(here.nodes.clock, 9);
        String foreign = Names.foreign(new byte[32]);
        eve.offer(foreign, eve.ids.peer());
        eve.offer(ROOM, eve.ids.peer());
        here.hear(eve.say());
        here.guests.get(here.node()).expect(foreign);
        assertEquals(0, here.node().rooms.size());
        here.guests.get(here.node()).expect(ROOM);
        assertEquals(1, here.node().rooms.size());
    }

    @Test
    void aTableThatIsFullIsAskedAgainWhenSomeTimeHasPassed() {
        for (int room = 1; room < 50; room++) {
            publish(here.node().join(Nodes.room(room)), "1");
            publish(here.node().join(Nodes.room(room)), "2");
        }
        here.round();
        assertEquals(4 * Village.ENTRIES, here.tables.get(here.node()).read(Village.TABLE).size());
        here.pass(59);
        Client ann = here.join();
        publish(ann, "3");
        here.round();
        here.pass(130);
        publish(ann, "4");
        here.pass(10);
        Client bob = there.join();
        meet(here, there);
        assertEquals(1, bob.done("'type':'offers'").getJsonArray("offers").size());
    }
}
