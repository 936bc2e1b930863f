package almenara.dht;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import almenara.bencode.Dictionary;
import almenara.bencode.Value;
import almenara.dht.krpc.Family;
import almenara.dht.krpc.Message;
import almenara.dht.krpc.NodeId;
import almenara.dht.krpc.Reach;
import almenara.dht.store.Item;
import almenara.dht.store.ItemStore;
import almenara.dht.store.PeerStore;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** How those who meet under a key tell each other who they are, and what liars make of that. */
class IntroductionsTest {

    private static final NodeId TOPIC = NodeId.hash("topic".getBytes(StandardCharsets.UTF_8));
    private static final byte[] SALT = "salt".getBytes(StandardCharsets.UTF_8);
    private static final InetSocketAddress US = new InetSocketAddress("9.0.0.1", 6881);
    private static final Node.Rules PUBLIC = new Node.Rules(new Reach(Family.IPV4, false), US.getAddress(), false, new ItemStore.Bounds(100, 100),
            new PeerStore.Bounds(100, 100, 100));

    private final World world = new World(9);
    private final Map<InetSocketAddress, Integer> asked = new HashMap<>();
    private final Member us = new Member(world, US, NodeId.random(world.random()), PUBLIC);
    private int mostOpen;

    private Item.Mutable item(KeyPair keys, byte[] salt) {
        return Item.Mutable.signed(keys, salt, 1, Value.Text.of("here I am"));
    }

    private Item.Mutable item() {
        return item(Keys.pair(world.random()), SALT);
    }

    private List<Item.Mutable> ask(Member member, List<InetSocketAddress> peers) {
        return world.await(new Introductions(member.node(), TOPIC, SALT).of(peers));
    }

    private static InetSocketAddress peer(String address) {
        return new InetSocketAddress(address, 6881);
    }

    /** Somebody who answers with these values, or not at all. */
    private void place(InetSocketAddress address, Optional<Dictionary> values) {
        NodeId id = NodeId.random(world.random());
        world.place(address, (datagram, from) -> {
            Message.Query query = (Message.Query) Message.parse(datagram);
            asked.merge(address, 1, Integer::sum);
            values.ifPresent(each -> world.means(address).datagrams().send(
                    new Message.Answer(query.transaction(), new Dictionary(each.entries()).with("id", id.bytes()), Optional.empty()).encode(), from));
            mostOpen = Math.max(mostOpen, us.node().open());
        });
    }

    @Test
    void whoAnnouncesItselfUnderAKeyIsFoundWithItsItem() {
        List<Member> members = world.members(60, Family.IPV4);
        Set<Item.Mutable> left = new HashSet<>();
        for (Member member : members.subList(10, 15)) {
            Item.Mutable own = item();
            left.add(own);
            member.node().introduce(TOPIC, own);
            assertTrue(world.await(member.client().announceItself(TOPIC, 1)) >= 8, "whatever port it names, that of its datagrams counts");
        }
        assertEquals(left, new HashSet<>(world.await(members.getLast().client().introductions(TOPIC, SALT))));
        assertEquals(4, world.await(members.get(10).client().introductions(TOPIC, SALT)).size(), "nobody meets itself");
        assertEquals(List.of(), world.await(members.getFirst().client().introductions(NodeId.hash(SALT), SALT)));
    }

    @Test
    void anIntroductionIsAnsweredWithTheItemAndNothingBesideIt() {
        Member member = world.member(US);
        Item.Mutable own = item();
        member.node().introduce(TOPIC, item());
        member.node().introduce(TOPIC, own);
        List<Message> heard = new ArrayList<>();
        InetSocketAddress caller = peer("8.8.8.8");
        world.place(caller, (datagram, from) -> heard.add(Message.parse(datagram)));
        Dictionary arguments = Dictionary.of().with("target", TOPIC.bytes()).with("id", new byte[NodeId.SIZE]);
        member.node().receive(new Message.Query(new byte[] {1}, "get", arguments, true).encode(), caller);
        world.run(200);
        Dictionary values = ((Message.Answer) heard.getFirst()).values();
        assertEquals(own.answer().entries().keySet(), Stream.of("k", "seq", "sig", "v").collect(Collectors.toSet()));
        assertEquals(Set.of("id", "k", "seq", "sig", "v"), values.entries().keySet());
        assertEquals(own, Item.read(values, SALT).orElseThrow());
    }

    @Test
    void whatIsNotSignedWithThatSaltIntroducesNobody() {
        Item.Mutable good = item();
        place(peer("8.1.0.1"), Optional.of(good.answer()));
        place(peer("8.2.0.1"), Optional.of(good.answer().with("seq", 2)));
        place(peer("8.3.0.1"), Optional.of(item(Keys.pair(world.random()), "other".getBytes(StandardCharsets.UTF_8)).answer()));
        place(peer("8.4.0.1"), Optional.of(new Item.Immutable(Value.Text.of("for ever")).fields()));
        place(peer("8.5.0.1"), Optional.of(good.answer().with("k", "short")));
        place(peer("8.6.0.1"), Optional.of(good.answer().with("v", "x".repeat(1000))));
        place(peer("8.7.0.1"), Optional.of(Dictionary.of()));
        List<InetSocketAddress> peers = IntStream.range(1, 9).mapToObj(i -> peer("8." + i + ".0.1")).toList();
        assertEquals(List.of(good), ask(us, peers));
    }

    @Test
    void ofTenThousandPeersAHundredAndTwentyEightAreAskedOnceAndFewAtATime() {
        List<InetSocketAddress> peers = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            InetSocketAddress silent = peer("20." + i / 250 + '.' + i % 250 + ".1");
            peers.add(silent);
            place(silent, Optional.empty());
        }
        List<InetSocketAddress> all = new ArrayList<>(peers);
        all.addAll(peers);
        assertEquals(List.of(), ask(us, all));
        assertEquals(Introductions.MOST, asked.size());
        assertEquals(Set.of(1), new HashSet<>(asked.values()));
        assertEquals(Introductions.AT_ONCE, mostOpen);
        assertTrue(world.now() >= Introductions.MOST / Introductions.AT_ONCE * Questions.PATIENCE);
    }

    @Test
    void aVictimsNetworkHearsLittleHoweverManyOfItsAddressesAndPortsAreNamed() {
        List<InetSocketAddress> peers = new ArrayList<>();
        for (int port : new int[] {6881, 1024, 65_535}) {
            for (int network = 0; network < 10; network++) {
                for (int host = 1; host < 20; host++) {
                    InetSocketAddress victim = new InetSocketAddress("20.1." + network + '.' + host, port);
                    peers.add(victim);
                    place(victim, Optional.empty());
                }
            }
        }
        ask(us, peers);
        assertEquals(Introductions.MOST_FAR, asked.size(), "of a provider");
        assertEquals(Introductions.MOST_FAR / Introductions.MOST_NEAR, asked.keySet().stream().map(each -> each.getAddress().getAddress()[2]).distinct().count());
        assertEquals(Set.of(1), new HashSet<>(asked.values()));
    }

    @Test
    void itselfServicesAndPrivateAddressesAreNotAsked() {
        us.node().introduce(TOPIC, item());
        List<InetSocketAddress> peers = Stream.of("10.0.0.1", "127.0.0.1", "192.168.1.1", "169.254.169.254", "224.0.0.1", "0.0.0.0").map(IntroductionsTest::peer)
                .collect(Collectors.toCollection(ArrayList::new));
        peers.addAll(List.of(new InetSocketAddress("20.1.0.1", 0), new InetSocketAddress("20.2.0.1", 53), new InetSocketAddress("20.3.0.1", 1023)));
        peers.forEach(each -> place(each, Optional.of(item().answer())));
        peers.add(US);
        assertEquals(List.of(), ask(us, peers));
        assertEquals(Map.of(), asked);
    }

    @Test
    void inAPrivateNetworkManyMayHaveOneAddress() {
        Member member = world.member(peer("127.0.0.1"));
        List<InetSocketAddress> peers = IntStream.range(0, 20).mapToObj(i -> new InetSocketAddress("127.0.0.1", 7000 + i)).toList();
        peers.forEach(each -> place(each, Optional.of(item().answer())));
        assertEquals(20, ask(member, peers).size());
    }

    @Test
    void withoutPeersThereIsNobody() {
        assertEquals(List.of(), ask(us, List.of()));
    }
}
