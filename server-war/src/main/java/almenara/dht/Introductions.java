package almenara.dht;

import almenara.bencode.Dictionary;
import almenara.bencode.Malformed;
import almenara.dht.krpc.Fault;
import almenara.dht.krpc.Networks;
import almenara.dht.krpc.NodeId;
import almenara.dht.store.Item;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;

/**
 * Asks peers for the items by which they introduce themselves. Liars may have named the peers, and anybody may live there: so each is asked once, by one datagram of
 * some hundred bytes, an address under one port only, few of a network, and few at a time.
 */
final class Introductions {

    /** Peers that are asked at most. */
    static final int MOST = 128;
    /** Of those, peers in the network of one owner (IPv4 /24, IPv6 /48), and of one provider (/16, /32). */
    static final int MOST_NEAR = 2;
    static final int MOST_FAR = 8;
    /** Peers that are being asked at a time; who is silent holds up the next one for two seconds. */
    static final int AT_ONCE = 8;

    private final Node node;
    private final NodeId key;
    private final byte[] salt;
    private final Queue<InetSocketAddress> waiting = new ArrayDeque<>();
    private final List<Item.Mutable> found = new ArrayList<>();
    private final CompletableFuture<List<Item.Mutable>> end = new CompletableFuture<>();
    private int open;

    Introductions(Node node, NodeId key, byte[] salt) {
        this.node = node;
        this.key = key;
        this.salt = salt;
    }

    /** The first of these peers that may be asked; once. */
    CompletableFuture<List<Item.Mutable>> of(Collection<InetSocketAddress> peers) {
        Map<ByteBuffer, Integer> asked = new HashMap<>();
        peers.stream().filter(peer -> node.rules().reach().admits(peer) && isNew(peer.getAddress(), asked)).limit(MOST).forEach(waiting::add);
        next();
        return end;
    }

    /** In a private network, which is in reach only where the DHT is the operator's own, there is one owner anyway. */
    private static boolean isNew(InetAddress address, Map<ByteBuffer, Integer> asked) {
        if (Networks.isPrivate(address)) {
            return true;
        }
        Map<ByteBuffer, Integer> bounds = Map.of(ByteBuffer.wrap(address.getAddress()), 1, Networks.near(address), MOST_NEAR, Networks.far(address), MOST_FAR);
        if (bounds.entrySet().stream().anyMatch(bound -> asked.getOrDefault(bound.getKey(), 0) >= bound.getValue())) {
            return false;
        }
        bounds.keySet().forEach(network -> asked.merge(network, 1, Integer::sum));
        return true;
    }

    private void next() {
        while (open < AT_ONCE && !waiting.isEmpty()) {
            ask(waiting.remove());
        }
        if (open == 0) {
            end.complete(List.copyOf(found));
        }
    }

    private void ask(InetSocketAddress peer) {
        open++;
        node.ask(peer, "get", Dictionary.of().with("target", key.bytes()), outcome -> {
            open--;
            if (outcome instanceof Outcome.Answered answered && !answered.by().id().equals(node.id())) {
                item(answered.values()).ifPresent(found::add);
            }
            next();
        });
    }

    private Optional<Item.Mutable> item(Dictionary values) {
        try {
            Optional<Item.Mutable> item = Item.read(values, salt).filter(Item.Mutable.class::isInstance).map(Item.Mutable.class::cast);
            item.ifPresent(Item::check);
            return item;
        } catch (Malformed | Fault e) {
            return Optional.empty();
        }
    }
}
