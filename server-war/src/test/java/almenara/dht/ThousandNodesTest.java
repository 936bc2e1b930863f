package almenara.dht;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import almenara.bencode.Value;
import almenara.dht.krpc.Contact;
import almenara.dht.krpc.Family;
import almenara.dht.krpc.NodeId;
import almenara.dht.store.Item;
import java.net.InetSocketAddress;
import java.security.KeyPair;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A thousand nodes in one thread. */
class ThousandNodesTest {

    private static final byte[] NO_SALT = new byte[0];
    private static final World WORLD = new World(1000);
    private static List<Member> members;
    private static KeyPair keys;

    @BeforeAll
    static void theyMeet() {
        keys = Keys.pair(WORLD.random());
        members = WORLD.members(1000, Family.IPV4);
    }

    @Test
    void aSearchEndsAtTheNearestNodes() {
        int right = 0;
        for (int i = 0; i < 50; i++) {
            NodeId key = NodeId.random(WORLD.random());
            Member searcher = WORLD.any(members);
            List<NodeId> found = WORLD.await(searcher.client().find(key)).stream().map(Contact::id).toList();
            List<NodeId> nearest = members.stream().filter(each -> each != searcher).map(each -> each.node().id()).sorted(key.nearest()).limit(8).toList();
            right += (int) found.stream().filter(nearest::contains).count();
        }
        assertTrue(right >= 50 * 8 * 98 / 100, "of 400 nearest nodes were found: " + right);
    }

    @Test
    void whatIsPutByOneIsReadByAll() {
        Item.Mutable item = Item.Mutable.signed(keys, "where".getBytes(), 1, Value.Text.of("here"));
        assertEquals(16, WORLD.await(WORLD.any(members).client().put(item, OptionalLong.empty())).copies());
        for (int i = 0; i < 50; i++) {
            Optional<Item> found = WORLD.await(WORLD.any(members).client().get(item.target(), "where".getBytes()));
            assertEquals(item.value(), found.orElseThrow().value());
        }
        Item immutable = new Item.Immutable(Value.Text.of("for ever"));
        WORLD.await(WORLD.any(members).client().put(immutable, OptionalLong.empty()));
        assertEquals(Optional.of(immutable), WORLD.await(WORLD.any(members).client().get(immutable.target(), NO_SALT)));
    }

    @Test
    void whoAnnouncesItselfIsFoundByAll() {
        NodeId key = NodeId.random(WORLD.random());
        Member first = WORLD.any(members);
        Member second = WORLD.any(members);
        assertTrue(WORLD.await(first.client().announce(key, 443)) >= 15);
        assertTrue(WORLD.await(second.client().announce(key, 8443)) >= 15);
        Set<InetSocketAddress> expected = Set.of(new InetSocketAddress(first.address().getAddress(), 443), new InetSocketAddress(second.address().getAddress(), 8443));
        for (int i = 0; i < 20; i++) {
            assertEquals(expected, WORLD.await(WORLD.any(members).client().peers(key)));
        }
    }

    @Test
    void noDatagramIsLongerThanAllowed() {
        assertTrue(WORLD.longest() <= 1024, "longest: " + WORLD.longest());
    }

    @Test
    void tablesAreFilledAndBounded() {
        int least = members.stream().map(each -> each.node().table().size()).min(Comparator.naturalOrder()).orElseThrow();
        int most = members.stream().map(each -> each.node().table().size()).max(Comparator.naturalOrder()).orElseThrow();
        assertTrue(least >= 8 && most <= 160, least + " to " + most);
    }
}
