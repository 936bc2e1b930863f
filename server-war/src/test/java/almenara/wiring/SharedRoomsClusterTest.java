package almenara.wiring;

import static almenara.wiring.Village.ROOM;
import static almenara.wiring.Village.heard;
import static almenara.wiring.Village.live;
import static almenara.wiring.Village.meet;
import static org.junit.jupiter.api.Assertions.assertEquals;

import almenara.signaling.Client;
import almenara.signaling.Node;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Clusters of several nodes, of which one looks after a room, and another when that one has died. */
class SharedRoomsClusterTest {

    private final Village here = new Village(3, 1);
    private final Village there = new Village(1, 2);

    private Node leader(boolean leads) {
        return IntStream.range(0, here.nodes.size()).mapToObj(here.nodes::node).filter(node -> node.cluster.leads(ROOM) == leads).findFirst().orElseThrow();
    }

    @Test
    void whoComesToAnyNodeFindsTheGuestsAndNobodyHearsOfThemTwice() {
        Client bob = there.join();
        Village.publish(bob, "1");
        meet(there, here);
        Client ann = leader(false).join(ROOM);
        assertEquals(Set.of(bob.self()), Village.members(ann), "also when another node will look after the room");
        live(5, here, there);
        assertEquals(List.of(), heard(ann, "peer-joined"));
        assertEquals(List.of(), heard(ann, "peer-left"));
        String offer = ann.done("'type':'claim','from':'" + bob.self() + "'").getString("offer");
        ann.done("'type':'answer','offer':'" + offer + "','data':2");
        live(2, here, there);
        assertEquals(ann.self(), heard(bob, "answer").getFirst().getString("from"));
    }

    @Test
    void whatIsAnsweredBeforeTheOtherNodeLooksAfterTheRoomIsNotLost() {
        Client bob = there.join();
        String offer = Village.publish(bob, "1");
        meet(there, here);
        Client ann = leader(false).join(ROOM);
        ann.done("'type':'claim','offer':'" + offer + "'");
        ann.done("'type':'answer','offer':'" + offer + "','data':2");
        live(2, here, there);
        assertEquals(ann.self(), heard(bob, "answer").getFirst().getString("from"));
    }

    @Test
    void aGuestThatIsOverBeforeTheOtherNodeHasHeardOfItGoesAsWell() {
        Client bob = there.join();
        Village.publish(bob, "1");
        meet(there, here);
        Client ann = leader(false).join(ROOM);
        bob.done("'type':'leave'");
        there.round();
        here.hear(there.say());
        live(17, here, there);
        assertEquals(List.of(bob.self()), heard(ann, "peer-left").stream().map(each -> each.getString("peer")).toList());
        assertEquals("no-offer", ann.refused("'type':'claim'"));
    }

    @Test
    void whenTheNodeDiesThatLooksAfterTheRoomAnotherGoesOn() {
        Client ann = leader(false).join(ROOM);
        Client bob = there.join();
        Village.publish(ann, "1");
        Village.publish(bob, "2");
        meet(here, there);
        bob.done("'type':'signal','to':'" + ann.self() + "','data':'before'");
        meet(there, here);
        here.nodes.crash(leader(true));
        live(20, here, there);
        assertEquals(List.of(), heard(ann, "peer-left"));
        assertEquals(List.of(), heard(bob, "peer-left"));
        bob.done("'type':'signal','to':'" + ann.self() + "','data':'after'");
        ann.done("'type':'signal','to':'" + bob.self() + "','data':'back'");
        live(2, here, there);
        assertEquals(2, heard(ann, "signal").size(), "what the other node had heard is not heard again");
        assertEquals(1, heard(bob, "signal").size());
        assertEquals("2", ann.done("'type':'claim'").get("data").toString());
    }

    @Test
    void aGuestThatCameWithSomebodyWhoWasRefusedGoesAgain() {
        Client bob = there.join();
        Village.publish(bob, "1");
        meet(there, here);
        Node node = leader(false);
        here.guests.get(node).expect(ROOM);
        live(4, here, there);
        assertEquals(1, node.rooms.census().of(ROOM).size());
        assertEquals(true, node.rooms.isAttached(ROOM, bob.self()), "who is still on its way in finds it");
        live(17, here, there);
        assertEquals(0, node.rooms.census().of(ROOM).size());
    }
}
