package almenara.dht;

import static org.junit.jupiter.api.Assertions.assertEquals;

import almenara.dht.krpc.Family;
import almenara.dht.krpc.NodeId;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** A DHT of hardly anybody, as two operators have it who name each other. */
class FewNodesTest {

    private final World world = new World(2);

    @Test
    void ofTwoNodesEachFindsTheOther() {
        Member one = world.member(world.address(Family.IPV4));
        Member other = world.member(world.address(Family.IPV4));
        one.enter(List.of(other.address()));
        other.enter(List.of(one.address()));
        world.run(10_000);
        NodeId key = NodeId.random(world.random());
        List.of(one, other).forEach(each -> each.client().announceItself(key, 6881));
        world.run(10_000);
        assertEquals(Set.of(other.address()), found(one, key));
        assertEquals(Set.of(one.address()), found(other, key));
    }

    /** Whom it finds but itself. */
    private Set<InetSocketAddress> found(Member member, NodeId key) {
        CompletableFuture<Set<InetSocketAddress>> search = member.client().peers(key);
        world.run(10_000);
        search.join().remove(member.address());
        return search.join();
    }
}
