package almenara.dht;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import almenara.bencode.Decoder;
import almenara.bencode.Dictionary;
import almenara.bencode.Malformed;
import almenara.bencode.Value;
import almenara.dht.krpc.Message;
import almenara.dht.krpc.NodeId;
import almenara.dht.krpc.SecureId;
import almenara.dht.store.Item;
import almenara.fuzz.Seeds;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** One node, to which a stranger sends what it likes, as questions and as answers. */
class NodeFuzzTest {

    private static final InetSocketAddress US = new InetSocketAddress("9.0.0.1", 6881);
    private static final InetSocketAddress CALLER = new InetSocketAddress("8.8.8.8", 5000);
    private static final NodeId ID = SecureId.make(CALLER.getAddress(), new Random(2));
    /** Bytes of an answer beside an item: nodes, token, address. */
    private static final int MOST_ANSWER = 2 * Message.MOST_BYTES;

    private World world;
    private Member member;
    private final Deque<byte[]> heard = new ArrayDeque<>();

    /** The same world each time, so that a token of one is good in the next. */
    private void begin() {
        world = new World(1);
        member = world.member(US);
        heard.clear();
        world.place(CALLER, (datagram, from) -> heard.add(datagram));
    }

    private void tell(byte[] datagram) {
        member.node().receive(datagram, CALLER);
        world.run(200);
    }

    static byte[] query(String method, Dictionary arguments) {
        return new Message.Query(new byte[] {1}, method, arguments.with("id", ID.bytes()), false).encode();
    }

    static Stream<byte[]> seeds() {
        byte[] key = NodeId.hash(new byte[0]).bytes();
        byte[] target = new Item.Immutable(Value.Text.of("value")).target().bytes();
        NodeFuzzTest asked = new NodeFuzzTest();
        return Stream.concat(Seeds.texts("d1:rd2:id20:abcdefghij01234567895:nodes26:abcdefghij0123456789123456e1:t2:aa1:y1:re"),
                Stream.of(query("ping", Dictionary.of()), query("find_node", Dictionary.of().with("target", key)), query("get_peers", Dictionary.of().with("info_hash", key)),
                        query("get", Dictionary.of().with("target", target)),
                        query("announce_peer", Dictionary.of().with("info_hash", key).with("port", 7000).with("token", asked.token("get_peers", "info_hash", key))),
                        query("put", Dictionary.of().with("v", "value").with("token", asked.token("get", "target", target)))));
    }

    private byte[] token(String method, String name, byte[] key) {
        begin();
        tell(query(method, Dictionary.of().with(name, key)));
        return heard.stream().map(Message::parse).filter(Message.Answer.class::isInstance).map(Message.Answer.class::cast).findFirst().orElseThrow()
                .values().bytes("token").orElseThrow();
    }

    @MethodSource("seeds")
    @FuzzTest
    void whateverComesANodeGoesOnAnswering(byte[] datagram) {
        begin();
        tell(datagram);
        heard.forEach(each -> assertTrue(each.length <= MOST_ANSWER && Message.parse(each).transaction().length > 0));
        answerWith(datagram);
        heard.clear();
        tell(query("ping", Dictionary.of()));
        assertEquals(1, heard.stream().filter(each -> Message.parse(each) instanceof Message.Answer).count());
    }

    /** The values that the datagram holds are the answer to all that the node asks. */
    private void answerWith(byte[] datagram) {
        try {
            if (Decoder.decode(datagram) instanceof Dictionary message && message.dictionary("r").isPresent()) {
                world.place(CALLER, (question, from) -> answer(message.dictionary("r").orElseThrow(), question));
                member.enter(List.of(CALLER));
                world.run(20_000);
                world.place(CALLER, (question, from) -> heard.add(question));
            }
        } catch (Malformed none) {
            // nothing to answer with
        }
    }

    private void answer(Dictionary values, byte[] question) {
        if (Message.parse(question) instanceof Message.Query query) {
            member.node().receive(new Message.Answer(query.transaction(), values, Optional.empty()).encode(), CALLER);
        }
    }
}
