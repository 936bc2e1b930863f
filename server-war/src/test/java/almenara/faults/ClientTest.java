package almenara.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import almenara.faults.Event.Delivered;
import almenara.faults.Event.Dropped;
import almenara.faults.Event.Entered;
import almenara.faults.Event.Left;
import almenara.faults.ScriptedNode.Connection;
import jakarta.json.JsonObject;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ClientTest {

    private static final List<InetSocketAddress> NODES = List.of(InetSocketAddress.createUnresolved("one", 1), InetSocketAddress.createUnresolved("two", 2));

    private final ScriptedNode node = new ScriptedNode();
    private final History history = new History();
    /** It never waits between two connections. */
    private final Client client = new Client(new Client.Config(7, 0, "room", node::open, new Itinerary(NODES, 0, () -> 0), history));

    @AfterEach
    void cut() {
        client.cut();
    }

    private Connection joined() {
        client.start();
        Connection connection = node.next();
        assertEquals("join", connection.next().getString("type"));
        connection.letIn("'offset':3,'members':[{'peer':'other'}]");
        Await.until("it has joined", Duration.ofSeconds(10), client::isSettled);
        return connection;
    }

    private <T extends Event> T last(Class<T> type) {
        return assertInstanceOf(type, history.of(0).getLast());
    }

    private void awaitEvents(int count) {
        Await.until(count + " events", Duration.ofSeconds(10), () -> history.of(0).size() == count);
    }

    @Test
    void itEntersWithTheRosterItIsGiven() {
        joined();
        Entered entered = last(Entered.class);
        assertEquals(List.of("self", List.of("other"), false), List.of(entered.peer(), entered.roster(), entered.recovered()));
        assertTrue(entered.asked() <= entered.at());
    }

    @Test
    void itResumesFromTheLastEventThatCameAndSendsAgainWhatWasNotAcknowledged() {
        Connection first = joined();
        client.publish();
        client.publish();
        assertEquals(List.of("1", "2"), List.of(first.next().getString("id"), first.next().getString("id")));
        first.tell("'type':'ok','ref':'1','epoch':'one','offset':9").tell("'type':'peer-joined','offset':5,'peer':'new'").tell("'type':'closed','code':1006");

        Connection second = node.next();
        JsonObject resume = second.next();
        assertEquals(List.of("resume", "token", "one", "5"),
                List.of(resume.getString("type"), resume.getString("token"), resume.getString("epoch"), resume.get("offset").toString()));
        second.letIn("'offset':5,'recovered':true");
        assertEquals("2", second.next().getString("id"));
        second.tell("'type':'ok','ref':'2','epoch':'one','offset':10");
        Await.until("everything is acknowledged", Duration.ofSeconds(10), client::isSettled);
    }

    @Test
    void itNotesASignalThatItHasHeardBeforeAsDropped() {
        String signal = "'type':'signal','from':'other','id':'4','data':{'author':2,'n':4},'offset':";
        Connection connection = joined();
        connection.tell(signal + 4).tell(signal + 6);
        awaitEvents(3);
        Delivered again = last(Delivered.class);
        assertEquals(List.of(6L, new Event.Signal(2, 4), true), List.of(again.offset(), again.signal(), again.dropped()));
    }

    @Test
    void aNodeThatSendsItAwayIsFollowedByTheNextAndOneThatIsLostIsNot() {
        Connection first = joined();
        first.tell("'type':'closed','code':1006");
        Connection second = node.next().letIn("'offset':3,'recovered':true");
        assertEquals("one", second.target().node().getHostString());
        second.tell("'type':'closed','code':4503");
        assertEquals("two", node.next().target().node().getHostString());
    }

    @Test
    void aSignalThatANodeCannotTakeIsSentToTheNextOne() {
        Connection first = joined();
        client.publish();
        first.tell("'type':'refused','ref':'1','code':'unavailable'");
        Connection second = node.next();
        assertEquals("two", second.target().node().getHostString());
        second.next();
        second.letIn("'offset':3,'recovered':true");
        assertEquals("1", second.next().getString("id"));
    }

    @Test
    void itGoesElsewhereWhenANodeHasDrained() {
        joined().tell("'type':'drain','delay':0").tell("'type':'peer-left','offset':4,'peer':'other'");
        awaitEvents(2);
        client.tick(System.nanoTime() + 1);
        assertEquals("two", node.next().target().node().getHostString());
    }

    @Test
    void aTokenThatIsGoodNoMoreIsForgotten() {
        joined().tell("'type':'closed','code':1006");
        node.next().tell("'type':'refused','ref':0,'code':'bad-token'");
        assertEquals("join", node.next().next().getString("type"));
    }

    @Test
    void itHasLeftWhenTheNodeHasSaidSoAndDoesNotComeBack() {
        Connection connection = joined();
        client.leave();
        JsonObject leave = connection.next();
        connection.tell("'type':'ok','ref':" + leave.getInt("ref"));
        awaitEvents(2);
        assertEquals("self", last(Left.class).peer());
    }

    @Test
    void itDoesNotComeBackEitherWhenItIsLostWhileItLeaves() {
        Connection connection = joined();
        CompletableFuture<Void> left = client.leave();
        connection.next();
        connection.tell("'type':'closed','code':1000");
        left.orTimeout(10, TimeUnit.SECONDS).join();
        assertEquals(7, last(Dropped.class).client());
    }

    @Test
    void whoHasGoneBeforeItWasLetInDoesNotHearThatItIs() {
        client.start();
        Connection connection = node.next();
        client.leave();
        connection.letInLate("'offset':3,'members':[]");
        assertEquals(7, last(Dropped.class).client());
    }

    @Test
    void aLossIsNotedWhenItHappens() {
        joined().tell("'type':'closed','code':1006");
        awaitEvents(2);
        assertEquals(7, last(Dropped.class).client());
    }
}
