package almenara.rooms;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import almenara.signaling.Client;
import almenara.signaling.Node;
import almenara.signaling.Nodes;
import almenara.tables.Changes;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OrphansTest {

    private static final String ROOM = Nodes.ROOM;

    private final Nodes nodes = new Nodes(3);
    private final Client there = nodes.node(2).join(ROOM);
    private final List<String> written = new ArrayList<>();

    /** The node that the client is at dies, and what is written of members is noted from then on. */
    private void crash() {
        nodes.crash(nodes.node(2));
        nodes.members.watch(Changes.stored((key, value) -> written.add(key)));
    }

    @Test
    void whatADeadNodeMayHaveToldSomeNodesAloneIsToldToAllWhenItIsStillThereASecondLater() {
        crash();
        nodes.cluster.leaderless(true);
        Node node = nodes.node(1);
        node.round();
        node.round();
        assertEquals(List.of(), written);
        nodes.clock.advance(Nodes.SECOND);
        node.round();
        assertEquals(1, written.size());
    }

    @Test
    void aRecordThatStaysIsNotWrittenAgainEverySecond() {
        crash();
        nodes.cluster.leaderless(true);
        nodes.pass(2);
        assertEquals(2, written.size(), "by each of two nodes");
        nodes.pass(5);
        assertEquals(2, written.size());
        nodes.pass(1);
        assertEquals(4, written.size());
    }

    @Test
    void whatTheLeadingNodeKnowsOfADeadNodesMembersIsWrittenOnce() {
        crash();
        nodes.pass(10);
        assertEquals(1, written.size(), "the member was detached");
        assertTrue(there.resumeAt(nodes.node(0)).joined().getBoolean("recovered"));
    }
}
