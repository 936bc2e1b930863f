package almenara.rooms;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import almenara.signaling.Client;
import almenara.signaling.Nodes;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RetiredTest {

    private static final String ROOM = Nodes.ROOM;
    private static final int SEATS = 100;

    private final Nodes nodes = new Nodes(2);
    private final Client peer = nodes.node(0).join(ROOM);

    private String resume() {
        return "'type':'resume','token':'" + peer.token() + "','epoch':'" + peer.epoch() + "','offset':1";
    }

    @Test
    void whoCouldNotBeLetInIsRememberedAndComesBackAsItWas() {
        peer.drop();
        nodes.pass(20);
        List<Client> others = Stream.generate(() -> nodes.node(1).join(ROOM)).limit(SEATS).toList();
        assertEquals("room-full", nodes.node(1).connect(ROOM).refused(resume()));
        others.getFirst().done("'type':'leave'");
        Client back = peer.resumeAt(nodes.node(0));
        assertEquals(peer.self(), back.self());
    }

    @Test
    void whoIsBackAndHasLeftForGoodComesAsSomebodyElse() {
        nodes.node(1).join(ROOM);
        peer.drop();
        nodes.pass(20);
        Client back = peer.resumeAt(nodes.node(0));
        assertTrue(back.joined().getBoolean("recovered"));
        back.done("'type':'leave'");
        Client late = nodes.node(1).connect(ROOM);
        late.ask(resume());
        assertFalse(late.joined().getBoolean("recovered"));
        assertNotEquals(peer.self(), late.self());
    }

    @Test
    void oneOfThoseWhoComeWithOneTokenIsLetInUntilItIsPutBack() {
        Member.Token token = new Member.Token("peer", "secret");
        Retired retired = new Retired(nodes.members, Duration.ofMinutes(1));
        retired.add(ROOM, new Member("peer", Member.proof("secret"), new Member.Place("node", "connection", false), 0, "", ""));
        assertTrue(retired.recall(ROOM, token));
        assertFalse(retired.recall(ROOM, token));
        retired.putBack(ROOM, token);
        assertTrue(retired.knows(ROOM, token));
        assertTrue(retired.recall(ROOM, token));
    }

    @Test
    void whoseTimeIsOverIsForgotten() {
        peer.drop();
        nodes.pass(125);
        assertNotEquals(peer.self(), peer.resumeAt(nodes.node(1)).self());
    }
}
