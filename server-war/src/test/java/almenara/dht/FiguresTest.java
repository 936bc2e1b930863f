package almenara.dht;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import almenara.bencode.Dictionary;
import almenara.bencode.Value;
import almenara.dht.krpc.Family;
import almenara.dht.krpc.Message;
import almenara.dht.krpc.NodeId;
import almenara.dht.krpc.SecureId;
import almenara.dht.store.Item;
import almenara.tasks.Serial;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What nodes tell of themselves to their operators. */
class FiguresTest {

    private static final InetSocketAddress US = new InetSocketAddress("9.0.0.1", 6881);
    private static final InetSocketAddress CALLER = new InetSocketAddress("8.8.8.8", 5000);

    private final World world = new World(4);

    private static Figures figures(Node node, Client client) {
        Dht dht = new Dht(List.of(new Dht.Part(node, client, new Keeper(node, client))), new Serial(Runnable::run));
        return dht.figures().join().getFirst();
    }

    private static Figures figures(Member member) {
        return figures(member.node(), member.client());
    }

    @Test
    void aNodeThatIsAloneHasNothing() {
        assertEquals(new Figures(Family.IPV4, 0, Optional.empty(), new Figures.Kept(0, 0), new Figures.Traffic(0, 0, 0), 0), figures(world.member(US)));
    }

    @Test
    void aNodeAmongOthersTellsOfThemAndOfItsAddressEvenWhenItNeedsNobodyToKnowThat() {
        List<Member> members = world.members(20, Family.IPV4);
        Member one = members.get(3);
        Item item = new Item.Immutable(Value.Text.of("hello"));
        CompletableFuture<Client.Stored> put = one.client().put(item, OptionalLong.empty());
        assertEquals(1, figures(one).lookUps());
        world.await(put);
        world.await(one.client().announce(item.target(), 443));
        Figures figures = figures(one);
        assertEquals(0, figures.lookUps());
        assertEquals(one.node().table().size(), figures.nodes());
        assertTrue(figures.nodes() > 5 && figures.traffic().in() > 20 && figures.traffic().out() > 20, figures::toString);
        assertEquals(Optional.of(one.address().getAddress()), figures.address());
        assertTrue(members.stream().map(FiguresTest::figures).mapToInt(each -> each.kept().items()).sum() >= 16);
        assertTrue(members.stream().map(FiguresTest::figures).mapToInt(each -> each.kept().peers()).sum() >= 8);
    }

    @Test
    void whatIsNotAnsweredForThereBeingTooMuchIsCounted() {
        Node.Means means = world.means(US);
        int[] left = {2};
        Node node = new Node(Member.rules(US.getAddress(), false), new Node.Means(means.datagrams(), means.timer(), means.random(), (from, known) -> left[0]-- > 0),
                SecureId.make(US.getAddress(), world.random()));
        byte[] id = NodeId.random(world.random()).bytes();
        for (int i = 0; i < 5; i++) {
            node.receive(new Message.Query(new byte[] {1}, "ping", Dictionary.of().with("id", id), true).encode(), CALLER);
        }
        assertEquals(new Figures.Traffic(5, 0, 3), figures(node, new Client(node)).traffic());
    }

    @Test
    void bothFamiliesTell() {
        Member four = world.member(US);
        Member six = world.member(world.address(Family.IPV6));
        Dht dht = new Dht(List.of(new Dht.Part(four.node(), four.client(), four.keeper()), new Dht.Part(six.node(), six.client(), six.keeper())),
                new Serial(Runnable::run));
        assertEquals(List.of(Family.IPV4, Family.IPV6), dht.figures().join().stream().map(Figures::family).toList());
    }
}
