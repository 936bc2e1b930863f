package almenara.dht;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import almenara.bencode.Dictionary;
import almenara.dht.krpc.Contact;
import almenara.dht.krpc.Fault;
import almenara.dht.krpc.Message;
import almenara.dht.krpc.NodeId;
import almenara.dht.krpc.SecureId;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What it means to be in the table of a node, and what one has to do to stay there. */
class AcquaintancesTest {

    private static final InetSocketAddress US = new InetSocketAddress("9.0.0.1", 6881);
    private static final InetSocketAddress THEM = new InetSocketAddress("8.8.8.8", 5000);
    private final World world = new World(1);
    private final Contact other = new Contact(SecureId.make(THEM.getAddress(), world.random()), THEM);
    private final Node node = world.member(US).node();

    /** It answers everything with an error. */
    private void refuse() {
        node.table().answered(other, world.now());
        world.place(THEM, (datagram, from) -> node.receive(
                new Message.Failure(Message.parse(datagram).transaction(), new Fault(Fault.SERVER, "later"), Optional.empty()).encode(), THEM));
    }

    @Test
    void whoAnswersPingsWithErrorsIsGone() {
        refuse();
        for (int left : new int[] {1, 0}) {
            node.ping(other);
            world.run(1000);
            assertEquals(left, node.table().size());
        }
    }

    @Test
    void nobodyIsGoneForAnErrorToAnythingElse() {
        refuse();
        for (int i = 0; i < 5; i++) {
            node.ask(other, "find_node", Dictionary.of().with("target", other.id().bytes()), outcome -> { });
            world.run(1000);
        }
        assertEquals(1, node.table().size());
    }

    @Test
    void nobodyIsGoneForAQuestionThatWasNotSent() {
        refuse();
        for (int i = 0; i < Questions.MOST_OPEN; i++) {
            node.ask(new InetSocketAddress("8.8.4.4", 2000 + i), "ping", Dictionary.of(), outcome -> { });
        }
        for (int i = 0; i < 5; i++) {
            node.ping(other);
        }
        world.run(1000);
        assertEquals(1, node.table().size());
    }

    @Test
    void whatLimitsAnswersHearsWhetherTheCallerIsKnown() {
        Node.Means means = world.means(US);
        Node shy = new Node(Member.rules(US.getAddress(), false), new Node.Means(means.datagrams(), means.timer(), means.random(), (from, known) -> known.getAsBoolean()),
                NodeId.random(world.random()));
        byte[] ping = new Message.Query(new byte[] {1}, "ping", Dictionary.of().with("id", other.id().bytes()), true).encode();
        Deque<Message> heard = new ArrayDeque<>();
        world.place(THEM, (datagram, from) -> heard.add(Message.parse(datagram)));
        shy.receive(ping, THEM);
        world.run(100);
        assertTrue(heard.isEmpty());
        shy.table().answered(other, world.now());
        shy.receive(ping, THEM);
        world.run(100);
        assertEquals(shy.id(), ((Message.Answer) heard.remove()).sender());
    }
}
