package almenara.signaling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import almenara.messages.Reply;
import almenara.messages.Seat;
import almenara.rooms.Outbox;
import almenara.signaling.Channel.Closing;
import almenara.tables.Crowd;
import jakarta.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class SessionTest {

    private static final String ROOM = Nodes.ROOM;
    private static final String OTHER = Nodes.room(1);

    private final Nodes nodes = new Nodes(2);
    private final Client watching = nodes.node(1).join(ROOM);

    private static List<String> told(Client client) {
        return client.take().stream().map(event -> event.getString("type") + (event.containsKey("reason") ? ' ' + event.getString("reason") : "")).toList();
    }

    @Test
    void oneConnectionIsInSeveralRoomsAndEachReplyNamesAllButTheFirst() {
        Client client = nodes.node(0).join(ROOM);
        JsonObject joined = client.ask("'type':'join','room':'" + OTHER + "'");
        assertEquals(OTHER, joined.getString("room"));
        assertEquals("ok", client.done("'type':'signal','data':1,'room':'" + OTHER + "'").getString("type"));
        assertEquals(OTHER, client.ask("'type':'claim','room':'" + OTHER + "'").getString("room"));
        assertFalse(client.done("'type':'signal','data':2").containsKey("room"));
        client.take();
        watching.done("'type':'signal','data':3");
        Client second = nodes.node(1).join(OTHER);
        second.done("'type':'signal','data':4");
        List<JsonObject> heard = client.take();
        assertEquals(List.of("", OTHER, OTHER), heard.stream().map(event -> event.getString("room", "")).toList());
        client.done("'type':'leave'");
        assertEquals("not-joined", client.refused("'type':'signal','data':5"));
        client.done("'type':'signal','data':6,'room':'" + OTHER + "'");
        assertEquals(Optional.empty(), client.closed());
    }

    @Test
    void aConnectionJoinsEightRoomsAndNoMore() {
        Client client = nodes.node(0).connect(ROOM);
        for (int number = 1; number <= 8; number++) {
            assertEquals("joined", client.ask("'type':'join','room':'" + Nodes.room(number) + "'").getString("type"));
        }
        assertEquals("too-many-rooms", client.refused("'type':'join'"));
        client.done("'type':'leave','room':'" + OTHER + "'");
        assertEquals("joined", client.ask("'type':'join'").getString("type"));
    }

    @Test
    void whoLeavesMayComeAgainByTheSameConnectionAsSomebodyNew() {
        Client client = nodes.node(0).join(ROOM);
        String before = client.self();
        client.done("'type':'leave'");
        assertFalse(client.session().isSeated());
        client.join();
        assertNotEquals(before, client.self());
        assertEquals(List.of("peer-joined", "peer-left left", "peer-joined"), told(watching));
        client.drop();
        nodes.pass(20);
        assertEquals(List.of("peer-left timeout"), told(watching));
    }

    @Test
    void theLateEndOfAPeerThatLeftTakesNothingFromItsSuccessor() {
        List<Runnable> late = new ArrayList<>();
        Nodes slow = new Nodes(1, 1, task -> late.add(task));
        Client client = slow.node(0).connect(ROOM);
        client.say("{\"type\":\"join\"}");
        late.removeIf(SessionTest::ran);
        client.say("{\"type\":\"leave\"}");
        client.say("{\"type\":\"join\"}");
        late.removeIf(SessionTest::ran);
        assertEquals(Optional.empty(), client.closed());
        client.done("'type':'signal','data':1");
        assertTrue(client.session().isSeated());
    }

    private static boolean ran(Runnable task) {
        task.run();
        return true;
    }

    @Test
    void aConnectionThatEndsIsGoneFromAllItsRoomsOnce() {
        Client second = nodes.node(1).join(OTHER);
        Client client = nodes.node(0).join(ROOM);
        client.ask("'type':'join','room':'" + OTHER + "'");
        List.of(watching, second).forEach(Client::take);
        client.drop();
        client.drop();
        nodes.pass(30);
        assertEquals(List.of("peer-left timeout"), told(watching));
        assertEquals(List.of("peer-left timeout"), told(second));
    }

    @Test
    void aTakeoverInOneRoomClosesTheConnectionAndTheOtherRoomsHaveItsGrace() {
        Client client = nodes.node(0).join(ROOM);
        String resumption = client.resumption();
        client.ask("'type':'join','room':'" + OTHER + "'");
        assertEquals("joined", nodes.node(1).connect(ROOM).ask(resumption).getString("type"));
        assertEquals(Optional.of(Closing.REPLACED), client.closed());
        assertEquals(1, nodes.node(1).rooms.summary(OTHER).members());
        nodes.pass(15);
        assertEquals(0, nodes.node(1).rooms.summary(OTHER).members());
        assertEquals(2, nodes.node(1).rooms.summary(ROOM).members());
    }

    @Test
    void aConnectionThatEndsWhileItComesInGivesItsSeatUp() {
        Fading channel = new Fading();
        Session session = nodes.node(0).signaling.open(channel, Nodes.origin(ROOM));
        boolean[] undone = {false};
        session.enter(ROOM, room -> {
            nodes.node(0).signaling.end(session);
            return new Seat("peer", "peer.secret");
        }, () -> undone[0] = true);
        assertTrue(undone[0]);
    }

    @RepeatedTest(50)
    void aConnectionThatEndsAmidAnythingLeavesNoMemberBehind() throws Exception {
        Client client = nodes.node(0).connect(ROOM);
        Crowd.of(2, thread -> {
            if (thread == 0) {
                client.say("{\"type\":\"join\"}");
                client.say("{\"type\":\"join\",\"room\":\"" + OTHER + "\"}");
            } else {
                client.drop();
            }
        });
        nodes.pass(15);
        assertEquals(1, nodes.node(1).rooms.summary(ROOM).members());
        assertEquals(0, nodes.node(1).rooms.summary(OTHER).members());
    }

    @Test
    void anEndingBeforeThePlaceWasToldClosesTheConnectionWhenTheSessionIsElsewhere() {
        Fading channel = new Fading();
        Session session = nodes.node(0).signaling.open(channel, Nodes.origin(ROOM));
        Outbox outbox = session.outbox(ROOM, "1");
        outbox.end(Outbox.Ending.LEFT);
        assertEquals(List.of(), channel.closings);
        outbox.end(Outbox.Ending.MOVED);
        outbox.end(Outbox.Ending.REPLACED);
        assertEquals(List.of(Closing.CANNOT_SERVE, Closing.REPLACED), channel.closings);
    }

    /** A channel that nobody listens to. */
    private static final class Fading implements Channel {
        private final List<Closing> closings = new ArrayList<>();

        @Override
        public String name() {
            return "fading";
        }

        @Override
        public void send(Reply reply) {
            // nobody listens
        }

        @Override
        public void close(Closing why) {
            closings.add(why);
        }
    }
}
