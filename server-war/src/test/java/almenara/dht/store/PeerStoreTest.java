package almenara.dht.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import almenara.dht.krpc.Fault;
import almenara.dht.krpc.NodeId;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PeerStoreTest {

    private final Random random = new Random(5);
    private final NodeId centre = NodeId.random(random);
    private final PeerStore store = new PeerStore(new PeerStore.Bounds(3, 4, 6), centre);
    private final List<NodeId> keys = Stream.of(9, 5, 3, 0).map(bits -> centre.sibling(bits, random)).toList();

    private static InetSocketAddress peer(int network, int host) {
        return new InetSocketAddress("9.9." + network + "." + host, 4000);
    }

    private Set<InetSocketAddress> peers(NodeId key, long now) {
        return Set.copyOf(store.peers(key, 100, new PeerStore.Drawing(now, random)));
    }

    @Test
    void peersAreKeptForFortyFiveMinutes() {
        store.announce(keys.getFirst(), peer(1, 1), 0);
        store.announce(keys.getFirst(), peer(1, 2), 10);
        assertEquals(Set.of(peer(1, 1), peer(1, 2)), peers(keys.getFirst(), PeerStore.LIFE - 1));
        assertEquals(Set.of(peer(1, 2)), peers(keys.getFirst(), PeerStore.LIFE));
        store.expire(PeerStore.LIFE);
        assertEquals(1, store.size());
        assertEquals(Set.of(), peers(keys.getLast(), 0));
    }

    @Test
    void ofAKeyTheOldestMakeRoom() {
        for (int host = 0; host < 5; host++) {
            store.announce(keys.getFirst(), peer(host, 1), host);
        }
        assertEquals(4, store.size());
        assertFalse(peers(keys.getFirst(), 9).contains(peer(0, 1)));
        store.announce(keys.getFirst(), peer(1, 1), 9);
        store.announce(keys.getFirst(), peer(7, 1), 10);
        assertTrue(peers(keys.getFirst(), 10).contains(peer(1, 1)), "renewed, so no longer the oldest");
    }

    @ParameterizedTest
    @ValueSource(strings = {"9.9.9.", "2a00:1:2:3::"})
    void ofAKeyAPublicAddressHasOnePlaceAndANetworkFour(String network) {
        PeerStore large = new PeerStore(new PeerStore.Bounds(1, 100, 5), centre);
        for (int host = 1; host <= 5; host++) {
            for (int port = 1; port <= 100; port++) {
                large.announce(keys.getFirst(), new InetSocketAddress(network + host, port), port);
            }
            assertEquals(Math.min(host, 4), large.size());
        }
        Set<InetSocketAddress> newest = IntStream.rangeClosed(2, 5).mapToObj(host -> new InetSocketAddress(network + host, 100)).collect(Collectors.toSet());
        assertEquals(newest, Set.copyOf(large.peers(keys.getFirst(), 100, new PeerStore.Drawing(100, random))));
    }

    @Test
    void whoLeavesItsPlaceToANeighbourLeavesItsShareToo() {
        PeerStore large = new PeerStore(new PeerStore.Bounds(2, 100, 5), centre);
        for (int host = 1; host <= 9; host++) {
            large.announce(keys.getFirst(), peer(1, host), 0);
        }
        large.announce(keys.get(1), peer(1, 1), 0);
        assertEquals(Fault.SERVER, assertThrows(Fault.class, () -> large.announce(keys.get(1), peer(1, 2), 0)).code());
        large.expire(PeerStore.LIFE);
        assertEquals(0, large.size());
        large.announce(keys.get(1), peer(1, 2), PeerStore.LIFE);
    }

    @Test
    void inPrivateNetworksEachPortIsAPeer() {
        PeerStore large = new PeerStore(new PeerStore.Bounds(1, 100, 100), centre);
        for (int port = 1; port <= 10; port++) {
            large.announce(keys.getFirst(), new InetSocketAddress("10.0.0.1", port), 0);
            large.announce(keys.getFirst(), new InetSocketAddress("10.0.0.1", port), 0);
        }
        assertEquals(10, large.size());
    }

    @Test
    void ofAllTheFurthestKeyMakesRoom() {
        keys.subList(1, 4).forEach(key -> store.announce(key, peer(1, 1), 0));
        store.announce(keys.getFirst(), peer(1, 1), 0);
        assertEquals(Set.of(), peers(keys.getLast(), 0));
        assertEquals(3, store.size());
        assertEquals(Fault.SERVER, assertThrows(Fault.class, () -> store.announce(keys.getLast(), peer(1, 1), 0)).code());
    }

    @Test
    void aNetworkAnnouncesSoMuchAndNoMore() {
        for (int host = 0; host < 6; host++) {
            store.announce(keys.get(host / 3), peer(1, host), host);
        }
        assertEquals(Fault.SERVER, assertThrows(Fault.class, () -> store.announce(keys.get(2), peer(1, 77), 9)).code());
        store.announce(keys.get(2), peer(2, 77), 9);
        store.announce(keys.get(2), peer(1, 77), PeerStore.LIFE);
        assertTrue(peers(keys.get(2), PeerStore.LIFE).contains(peer(1, 77)), "what has expired makes room");
    }

    @Test
    void anAnswerHasSomeOfThemByChance() {
        PeerStore large = new PeerStore(new PeerStore.Bounds(1, 100, 100), centre);
        for (int host = 0; host < 100; host++) {
            large.announce(keys.getFirst(), peer(host, 1), 0);
        }
        Set<InetSocketAddress> one = Set.copyOf(large.peers(keys.getFirst(), 20, new PeerStore.Drawing(0, random)));
        assertEquals(20, one.size());
        assertFalse(one.equals(Set.copyOf(large.peers(keys.getFirst(), 20, new PeerStore.Drawing(0, random)))));
        large.centre(keys.getLast());
        assertEquals(100, large.peers(keys.getFirst(), 200, new PeerStore.Drawing(0, random)).size());
    }
}
