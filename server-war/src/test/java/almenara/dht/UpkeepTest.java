package almenara.dht;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import almenara.bencode.Value;
import almenara.dht.krpc.Family;
import almenara.dht.krpc.Fault;
import almenara.dht.krpc.NodeId;
import almenara.dht.krpc.SecureId;
import almenara.dht.store.Item;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.security.KeyPair;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Networks of some dozens of nodes, and what time does to them. */
class UpkeepTest {

    private static final long MINUTE = 60_000;
    private static final byte[] SALT = "s".getBytes();
    private final World world = new World(77);
    private final KeyPair keys = Keys.pair(world.random());

    private Item.Mutable item(long seq) {
        return Item.Mutable.signed(keys, SALT, seq, new Value.Whole(seq));
    }

    private long seq(Member reader) {
        return world.await(reader.client().get(item(0).target(), SALT)).map(found -> ((Item.Mutable) found).seq()).orElse(-1L);
    }

    @ParameterizedTest
    @EnumSource(Family.class)
    void itemsAndPeersAreFoundWithAFifthOfAllDatagramsLost(Family family) {
        List<Member> members = world.members(60, family);
        world.lose(0.2);
        assertTrue(world.await(members.getFirst().client().put(item(1), OptionalLong.empty())).copies() >= 3);
        NodeId key = NodeId.random(world.random());
        assertTrue(world.await(members.get(1).client().announce(key, 443)) >= 3);
        for (int i = 10; i < 30; i++) {
            assertEquals(1, seq(members.get(i)));
            assertEquals(1, world.await(members.get(i).client().peers(key)).size());
        }
    }

    @Test
    void whatIsKeptOutlivesThoseWhoKeepIt() {
        List<Member> members = world.members(17, Family.IPV4);
        Member author = members.getFirst();
        NodeId key = item(1).target();
        world.await(author.keeper().keep(item(1)));
        world.await(author.keeper().announce(key, 443));
        NodeId topic = NodeId.random(world.random());
        world.await(author.keeper().announceItself(topic, 1));
        for (int i = 1; i < 17; i++) {
            members.get(i).leave();
            Member fresh = world.member(world.address(Family.IPV4));
            fresh.enter(List.of(author.address()));
            members.add(fresh);
            world.run(8 * MINUTE);
        }
        assertEquals(1, seq(members.getLast()));
        assertEquals(1, world.await(members.getLast().client().peers(key)).size());
        assertEquals(Set.of(author.address()), world.await(members.getLast().client().peers(topic)), "whatever port it says");
        author.keeper().drop(item(1).target());
        author.keeper().retract(key);
        author.keeper().retract(topic);
        world.run(125 * MINUTE);
        assertEquals(-1, seq(members.getLast()));
        assertEquals(0, world.await(members.getLast().client().peers(key)).size());
        assertEquals(0, world.await(members.getLast().client().peers(topic)).size());
    }

    @Test
    void whatIsKeptIsReplacedByANewerOne() {
        List<Member> members = world.members(12, Family.IPV4);
        world.await(members.getFirst().keeper().keep(item(1)));
        world.await(members.getFirst().keeper().keep(item(2)));
        world.run(130 * MINUTE);
        assertEquals(2, seq(members.get(7)));
    }

    @Test
    void aSwapIsRefusedByTheNetwork() {
        List<Member> members = world.members(20, Family.IPV4);
        world.await(members.get(1).client().put(item(3), OptionalLong.empty()));
        Client.Stored late = world.await(members.get(2).client().put(item(4), OptionalLong.of(2)));
        assertEquals(Fault.CAS_MISMATCH, late.refusal().orElseThrow().code());
        assertEquals(0, late.copies());
        assertEquals(OptionalLong.of(3), late.present());
        Client.Stored old = world.await(members.get(2).client().put(item(2), OptionalLong.empty()));
        assertEquals(Fault.SEQ_TOO_LOW, old.refusal().orElseThrow().code());
        assertEquals(OptionalLong.of(3), old.present());
        Client.Stored taken = world.await(members.get(2).client().put(item(4), OptionalLong.of(3)));
        assertTrue(taken.copies() > 0 && taken.refusal().isEmpty() && taken.present().isEmpty());
        assertEquals(4, seq(members.get(9)));
    }

    @Test
    void aNodeThatComesBackKnowsTheNetworkWithoutABootstrap() {
        List<Member> members = world.members(40, Family.IPV4);
        Member one = members.get(5);
        byte[] saved = Snapshot.of(one.node()).bytes(Family.IPV4);
        one.leave();
        world.run(10 * MINUTE);
        Snapshot restored = Snapshot.read(saved, Family.IPV4).orElseThrow();
        Member again = world.member(one.address(), restored.id());
        again.enter(List.of(), restored.contacts());
        world.run(MINUTE);
        assertEquals(one.node().id(), again.node().id());
        assertTrue(again.node().table().size() > 10);
    }

    @Test
    void whoIsAloneEntersWhenItsBootstrapComesUp() {
        InetSocketAddress address = world.address(Family.IPV4);
        Member lonely = world.member(world.address(Family.IPV4));
        lonely.enter(List.of(address));
        world.run(10 * MINUTE);
        assertEquals(0, lonely.node().table().size());
        Member late = world.member(address);
        late.enter(List.of());
        world.run(2 * MINUTE);
        assertEquals(1, lonely.node().table().size());
        assertEquals(1, late.node().table().size());
    }

    @Test
    void whoLosesTheNetworkComesBackToIt() {
        List<Member> members = world.members(16, Family.IPV4);
        world.lose(1);
        world.run(30 * MINUTE);
        assertTrue(members.stream().allMatch(member -> member.node().table().size() == 0));
        world.lose(0);
        world.run(5 * MINUTE);
        assertTrue(members.stream().allMatch(member -> member.node().table().size() >= 8));
    }

    @Test
    void aNodeThatDoesNotKnowItsAddressLearnsItAndTakesAnIdThatGoesWithIt() throws UnknownHostException {
        List<Member> members = world.members(60, Family.IPV4);
        InetSocketAddress address = world.address(Family.IPV4);
        NodeId unfit = NodeId.random(world.random());
        Member member = new Member(world, address, unfit, Member.rules(InetAddress.getByName("0.0.0.0"), false));
        member.enter(List.of(members.getFirst().address()));
        world.run(MINUTE);
        for (int i = 0; i < 8; i++) {
            world.await(member.client().find(NodeId.random(world.random())));
        }
        world.run(MINUTE);
        assertFalse(member.node().id().equals(unfit));
        assertTrue(SecureId.complies(member.node().id(), address.getAddress()));
        assertTrue(member.node().table().size() > 8);
    }

    @Test
    void tablesForgetNodesThatAreGone() {
        List<Member> members = world.members(24, Family.IPV4);
        members.subList(12, 24).forEach(Member::leave);
        world.run(90 * MINUTE);
        List<InetSocketAddress> gone = members.subList(12, 24).stream().map(Member::address).toList();
        long named = members.subList(0, 12).stream().flatMap(member -> member.node().table().closest(member.node().id(), 100).stream())
                .filter(contact -> gone.contains(contact.address())).count();
        assertEquals(0, named);
    }

    @Test
    void aLoneNodeKeepsWhatIsPutIntoIt() {
        Member lonely = world.member(world.address(Family.IPV4));
        lonely.enter(List.of());
        assertEquals(0, world.await(lonely.client().put(item(1), OptionalLong.empty())).copies());
        assertEquals(1, seq(lonely));
    }

    @Test
    void tooManySearchesAreRefusedAndAllOthersEnd() {
        List<Member> members = world.members(20, Family.IPV4);
        Client client = members.getFirst().client();
        var searches = IntStream.range(0, Client.MOST_SEARCHES).mapToObj(i -> client.find(NodeId.random(world.random()))).toList();
        CompletionException refused = assertThrows(CompletionException.class, () -> world.await(client.find(members.get(1).node().id())));
        assertEquals(Fault.SERVER, ((Fault) refused.getCause()).code());
        searches.forEach(search -> assertFalse(world.await(search).isEmpty()));
        assertFalse(world.await(client.find(members.get(1).node().id())).isEmpty());
        world.run(5000);
        assertEquals(0, members.getFirst().node().open());
    }
}
