package almenara.rooms;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import almenara.messages.Position;
import almenara.signaling.Client;
import almenara.signaling.Node;
import almenara.signaling.Nodes;
import almenara.tables.Crowd;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class HeadsTest {

    private static final String ROOM = Nodes.ROOM;

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
}
