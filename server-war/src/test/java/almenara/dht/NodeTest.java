package almenara.dht;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import almenara.bencode.Dictionary;
import almenara.bencode.Value;
import almenara.dht.krpc.Compact;
import almenara.dht.krpc.Contact;
import almenara.dht.krpc.Family;
import almenara.dht.krpc.Fault;
import almenara.dht.krpc.Message;
import almenara.dht.krpc.NodeId;
import almenara.dht.krpc.SecureId;
import almenara.dht.store.Item;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One node, spoken to by datagrams that are written by hand. */
class NodeTest {

    private static final InetSocketAddress US = new InetSocketAddress("9.0.0.1", 6881);
    private static final InetSocketAddress CALLER = new InetSocketAddress("8.8.8.8", 5000);
    private final World world = new World(1);
    private final NodeId caller = SecureId.make(CALLER.getAddress(), world.random());
    private final Member member = world.member(US);
    private final Deque<Message> heard = new ArrayDeque<>();

    NodeTest() {
        world.place(CALLER, (datagram, from) -> heard.add(Message.parse(datagram)));
    }

    private void tell(Message message) {
        member.node().receive(message.encode(), CALLER);
        world.run(100);
    }

    private Message.Query query(String method, Dictionary arguments) {
        return new Message.Query(new byte[] {1}, method, arguments.with("id", caller.bytes()), true);
    }

    private Dictionary ask(String method, Dictionary arguments) {
        tell(query(method, arguments));
        Message.Answer answer = (Message.Answer) heard.remove();
        assertEquals(member.node().id(), answer.sender());
        assertEquals(CALLER, answer.seen().orElseThrow());
        return answer.values();
    }

    private long fault(String method, Dictionary arguments) {
        tell(query(method, arguments));
        return ((Message.Failure) heard.remove()).fault().code();
    }

    private byte[] token(String method, String key, NodeId of) {
        return ask(method, Dictionary.of().with(key, of.bytes())).bytes("token").orElseThrow();
    }

    @Test
    void aPingIsAnsweredWithOurId() {
        assertEquals(1, ask("ping", Dictionary.of()).entries().size());
    }

    @Test
    void whatIsNoQuestionOfTheStandardsIsRefused() {
        assertEquals(Fault.UNKNOWN_METHOD, fault("vote", Dictionary.of()));
        assertEquals(Fault.PROTOCOL, fault("find_node", Dictionary.of()));
        assertEquals(Fault.PROTOCOL, fault("find_node", Dictionary.of().with("target", new byte[19])));
        assertEquals(Fault.PROTOCOL, fault("get_peers", Dictionary.of()));
        assertEquals(Fault.PROTOCOL, fault("announce_peer", Dictionary.of().with("info_hash", new byte[20]).with("port", 80)));
        assertEquals(Fault.PROTOCOL, fault("put", Dictionary.of().with("token", "x")));
        tell(new Message.Query(new byte[] {1}, "ping", Dictionary.of(), true));
        assertEquals(Fault.PROTOCOL, ((Message.Failure) heard.remove()).fault().code());
    }

    @Test
    void noiseAndAddressesOutOfReachGetNoAnswer() {
        member.node().receive(new byte[] {1, 2, 3}, CALLER);
        InetSocketAddress dns = new InetSocketAddress("8.8.8.8", 53);
        world.place(dns, (datagram, from) -> heard.add(Message.parse(datagram)));
        member.node().receive(query("ping", Dictionary.of()).encode(), dns);
        world.run(1000);
        assertTrue(heard.isEmpty());
    }

    @Test
    void anAnnouncementNeedsTheTokenOfItsKey() {
        NodeId key = NodeId.random(world.random());
        byte[] token = token("get_peers", "info_hash", key);
        Dictionary arguments = Dictionary.of().with("info_hash", key.bytes()).with("port", 443).with("token", token);
        ask("announce_peer", arguments);
        byte[] peer = Compact.write(new InetSocketAddress("8.8.8.8", 443));
        Dictionary values = ask("get_peers", Dictionary.of().with("info_hash", key.bytes()));
        assertEquals(List.of(new Value.Text(peer)), values.items("values"));
        assertTrue(values.value("nodes").isPresent());
        assertEquals(Fault.PROTOCOL, fault("announce_peer", Dictionary.of().with("info_hash", new byte[20]).with("port", 443).with("token", token)));
        assertEquals(Fault.PROTOCOL, fault("announce_peer", arguments.with("token", "wrong")));
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, 65_536, Long.MAX_VALUE})
    void aPortIsAPort(long port) {
        byte[] token = token("get_peers", "info_hash", caller);
        assertEquals(Fault.PROTOCOL, fault("announce_peer", Dictionary.of().with("info_hash", caller.bytes()).with("port", port).with("token", token)));
    }

    @Test
    void theImpliedPortIsThatOfTheSender() {
        byte[] token = token("get_peers", "info_hash", caller);
        ask("announce_peer", Dictionary.of().with("info_hash", caller.bytes()).with("port", 1).with("implied_port", 1).with("token", token));
        Value peer = ask("get_peers", Dictionary.of().with("info_hash", caller.bytes())).items("values").getFirst();
        assertEquals(new Value.Text(Compact.write(CALLER)), peer);
    }

    private Item.Mutable item(long seq, String value) {
        return Item.Mutable.signed(Keys.pair(new java.util.Random(44)), "salt".getBytes(), seq, Value.Text.of(value));
    }

    private Dictionary put(Item item) {
        return item.fields().with("token", token("get", "target", item.target()));
    }

    @Test
    void anItemIsKeptAndGivenWithoutItsSalt() {
        Item.Mutable item = item(5, "five");
        ask("put", put(item));
        Dictionary values = ask("get", Dictionary.of().with("target", item.target().bytes()));
        assertEquals(item.value(), values.value("v").orElseThrow());
        assertEquals(5, values.number("seq").orElseThrow());
        assertArrayEquals(item.signature(), values.bytes("sig").orElseThrow());
        assertTrue(values.value("salt").isEmpty() && values.value("token").isPresent());
        assertTrue(values.value("nodes").isEmpty(), "a value and nodes make a long answer");
    }

    @Test
    void whoKnowsTheNumberIsToldNoMoreThanThat() {
        Item.Mutable item = item(5, "five");
        ask("put", put(item));
        Dictionary known = ask("get", Dictionary.of().with("target", item.target().bytes()).with("seq", 5));
        assertEquals(5, known.number("seq").orElseThrow());
        assertTrue(known.value("v").isEmpty() && known.value("k").isEmpty() && known.value("sig").isEmpty());
        assertTrue(ask("get", Dictionary.of().with("target", item.target().bytes()).with("seq", 4)).value("v").isPresent());
    }

    @Test
    void aPutIsRefusedWithTheCodesOfTheStandard() {
        ask("put", put(item(5, "five")));
        assertEquals(Fault.SEQ_TOO_LOW, fault("put", put(item(4, "four"))));
        assertEquals(Fault.CAS_MISMATCH, fault("put", put(item(6, "six")).with("cas", 4)));
        assertEquals(Fault.BAD_SIGNATURE, fault("put", put(item(6, "six")).with("seq", 7)));
        assertEquals(Fault.PROTOCOL, fault("put", item(6, "six").fields().with("token", "wrong")));
        assertEquals(Fault.VALUE_TOO_BIG, fault("put", put(item(6, "x".repeat(997)))));
        assertEquals(Fault.PROTOCOL, fault("put", put(item(6, "six")).with("cas", "text")));
        ask("put", put(item(6, "six")).with("cas", 5));
    }

    @Test
    void anImmutableItemIsKeptUnderItsHash() {
        Item item = new Item.Immutable(new Value.Items(List.of(new Value.Whole(1), Value.Text.of("two"))));
        ask("put", put(item));
        assertEquals(item.value(), ask("get", Dictionary.of().with("target", item.target().bytes())).value("v").orElseThrow());
        assertEquals(Fault.PROTOCOL, fault("put", new Item.Immutable(new Value.Whole(9)).fields().with("token", token("get", "target", item.target()))));
    }

    @Test
    void aCallerIsAskedBackBeforeItIsKnownAndAReadOnlyOneIsNot() {
        tell(query("ping", Dictionary.of()));
        assertEquals(1, heard.size());
        heard.clear();
        tell(new Message.Query(new byte[] {1}, "ping", Dictionary.of().with("id", caller.bytes()), false));
        Message.Query back = (Message.Query) heard.stream().filter(Message.Query.class::isInstance).findFirst().orElseThrow();
        assertEquals("ping", back.method());
        assertEquals(0, member.node().table().size());
        tell(new Message.Answer(back.transaction(), Dictionary.of().with("id", caller.bytes()), Optional.empty()));
        assertEquals(List.of(new Contact(caller, CALLER)), member.node().table().contacts());
    }

    @Test
    void anAnswerThatNobodyAskedForMakesNobodyKnown() {
        tell(new Message.Answer(new byte[4], Dictionary.of().with("id", caller.bytes()), Optional.empty()));
        assertEquals(0, member.node().table().size());
    }

    @Test
    void aReadOnlyNodeAnswersNothingAndSaysSo() {
        Member silent = new Member(world, new InetSocketAddress("9.0.0.2", 6881), caller, Member.rules(US.getAddress(), true));
        silent.node().receive(query("ping", Dictionary.of()).encode(), CALLER);
        world.run(1000);
        assertTrue(heard.isEmpty());
        silent.enter(List.of(CALLER));
        world.run(100);
        assertTrue(((Message.Query) heard.remove()).readOnly());
    }

    @Test
    void theOtherFamilysNodesAreNamedToWhoWantsThem() {
        Member six = world.member(world.address(Family.IPV6));
        member.node().pair(six.node());
        Contact known = new Contact(NodeId.random(world.random()), world.address(Family.IPV6));
        six.node().table().answered(known, 0);
        Dictionary both = Dictionary.of().with("target", new byte[20]).with("want", new Value.Items(List.of(Value.Text.of("n4"), Value.Text.of("n6"), Value.Text.of("n8"))));
        Dictionary values = ask("find_node", both);
        assertEquals(List.of(known), Compact.read(values.bytes("nodes6").orElseThrow(), Family.IPV6));
        assertTrue(values.value("nodes").isPresent());
        assertFalse(ask("find_node", Dictionary.of().with("target", new byte[20])).value("nodes6").isPresent());
    }
}
