package almenara.dht;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import almenara.bencode.Value;
import almenara.dht.krpc.Family;
import almenara.dht.krpc.NodeId;
import almenara.dht.krpc.SecureId;
import almenara.dht.store.Item;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.security.KeyPair;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A thousand nodes, half of which lie; a hundred of these have settled around one key. */
class HostileNodesTest {

    private static final int HONEST = 500;
    private static final int SPREAD = 400;
    private static final int SYBILS = 100;
    private static final int NETWORKS = 10;
    private static final byte[] SALT = "node".getBytes();
    private static final World WORLD = new World(500);
    private static final List<Member> HONEST_ONES = new ArrayList<>();
    private static final Gang GANG = new Gang();
    private static KeyPair author;
    private static NodeId victim;

    @BeforeAll
    static void theyMeet() throws UnknownHostException {
        author = Keys.pair(WORLD.random());
        victim = record(0).target();
        for (int i = 0; i < HONEST; i++) {
            Member member = WORLD.member(WORLD.address(Family.IPV4));
            member.enter(some());
            HONEST_ONES.add(member);
            if (i < SPREAD) {
                InetSocketAddress address = WORLD.address(Family.IPV4);
                new Liar(WORLD, address, SecureId.make(address.getAddress(), WORLD.random()), GANG).enter(some());
            }
            WORLD.run(20);
        }
        for (int i = 0; i < SYBILS; i++) {
            sybil(i).enter(some());
        }
        WORLD.run(30_000);
    }

    /** One that has chosen its id: of odd ones the nearest that its address allows, of even ones the nearest there is. */
    private static Liar sybil(int number) throws UnknownHostException {
        InetAddress ip = InetAddress.getByAddress(new byte[] {45, (byte) (number % NETWORKS), 7, (byte) (number / NETWORKS + 1)});
        NodeId nearest = victim.sibling(100, WORLD.random());
        NodeId fit = Stream.generate(() -> SecureId.make(ip, WORLD.random())).limit(200).min(victim.nearest()).orElseThrow();
        return new Liar(WORLD, new InetSocketAddress(ip, 6881), number % 2 == 0 ? nearest : fit, GANG);
    }

    /** Some that answer, half of them liars. */
    private static List<InetSocketAddress> some() {
        List<InetSocketAddress> some = new ArrayList<>();
        for (int i = 0; i < 4 && !HONEST_ONES.isEmpty() && GANG.size() > 0; i++) {
            some.add(WORLD.any(HONEST_ONES).address());
            some.add(GANG.get(WORLD.random().nextInt(GANG.size())).address());
        }
        return some.isEmpty() && !HONEST_ONES.isEmpty() ? List.of(HONEST_ONES.getFirst().address()) : some;
    }

    @Test
    void nobodyIsTalkedOutOfItsAddress() {
        assertTrue(HONEST_ONES.stream().allMatch(member -> SecureId.complies(member.node().id(), member.address().getAddress())));
    }

    private static Item.Mutable record(long seq) {
        return Item.Mutable.signed(author, SALT, seq, Value.Text.of("record " + seq));
    }

    @Test
    void halfOfAllAreHostile() {
        assertEquals(HONEST, GANG.size());
    }

    @Test
    void anHonestRecordIsFoundThoughLiarsSurroundItsKey() {
        Item.Mutable item = record(1);
        WORLD.await(WORLD.any(HONEST_ONES).client().put(item, OptionalLong.empty()));
        int found = 0;
        for (int i = 0; i < 40; i++) {
            Optional<Item> got = WORLD.await(WORLD.any(HONEST_ONES).client().get(item.target(), SALT));
            found += got.filter(each -> each.value().equals(item.value())).isPresent() ? 1 : 0;
        }
        assertEquals(40, found);
    }

    @Test
    void honestRecordsAreFoundEverywhere() {
        int found = 0;
        for (int i = 0; i < 25; i++) {
            KeyPair keys = Keys.pair(WORLD.random());
            Item.Mutable item = Item.Mutable.signed(keys, SALT, 7, new Value.Whole(i));
            WORLD.await(WORLD.any(HONEST_ONES).client().put(item, OptionalLong.empty()));
            found += WORLD.await(WORLD.any(HONEST_ONES).client().get(item.target(), SALT)).filter(got -> got.value().equals(item.value())).isPresent() ? 1 : 0;
        }
        assertEquals(25, found);
    }

    @Test
    void aPeerThatAnnouncesItselfIsFoundAmongInventedOnes() {
        int found = 0;
        for (int i = 0; i < 15; i++) {
            NodeId key = NodeId.random(WORLD.random());
            Member peer = WORLD.any(HONEST_ONES);
            WORLD.await(peer.client().announce(key, 443));
            Set<InetSocketAddress> peers = WORLD.await(WORLD.any(HONEST_ONES).client().peers(key));
            found += peers.contains(new InetSocketAddress(peer.address().getAddress(), 443)) ? 1 : 0;
        }
        assertTrue(found >= 14, "of 15 peers were found: " + found);
    }

    /** Liars name 64 invented peers each, more than all that may be asked. */
    @Test
    void thoseWhoMeetUnderATopicFindEachOtherAmongInventedPeers() {
        NodeId topic = NodeId.random(WORLD.random());
        for (Member member : HONEST_ONES.subList(0, 10)) {
            member.node().introduce(topic, Item.Mutable.signed(Keys.pair(WORLD.random()), SALT, 1, new Value.Whole(1)));
            WORLD.await(member.client().announceItself(topic, member.address().getPort()));
        }
        Set<Item.Mutable> found = new HashSet<>();
        int each = 0;
        for (int i = 0; i < 5; i++) {
            List<Item.Mutable> items = WORLD.await(HONEST_ONES.get(20 + i).client().introductions(topic, SALT));
            each += items.size();
            found.addAll(items);
        }
        assertEquals(10, found.size());
        assertTrue(each >= 30, "in five look-ups for ten nodes: " + each);
    }
}
