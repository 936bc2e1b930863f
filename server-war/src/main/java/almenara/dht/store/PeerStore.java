package almenara.dht.store;

import almenara.dht.krpc.Fault;
import almenara.dht.krpc.Networks;
import almenara.dht.krpc.NodeId;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/**
 * Who has announced itself under which key (BEP 5), each for 45 minutes. Bounded: in keys, where the furthest from the node's id make room; in peers of a key,
 * where the oldest do; and for each network (IPv4 /24, IPv6 /48). Of a key a public address has one place, whatever ports it names, and a network four, of which
 * the newest stay; addresses of private networks have as many as there are. Times are in milliseconds.
 */
public final class PeerStore {

    /** How long an announcement lives. */
    public static final long LIFE = 45 * 60 * 1000L;
    /** Places of a key that a network may have. */
    static final int MOST_NEIGHBOURS = 4;

    private final Bounds bounds;
    private final Quota quota;
    /** The peers of a key and when they end, that of the oldest first. */
    private TreeMap<NodeId, Map<InetSocketAddress, Long>> keys;

    /** The most keys, peers of a key, and announcements of a network. */
    public record Bounds(int keys, int peers, int network) {
    }

    public PeerStore(Bounds bounds, NodeId centre) {
        this.bounds = bounds;
        this.quota = new Quota(bounds.network());
        this.keys = new TreeMap<>(centre.nearest());
    }

    /** From now on the node has that id. */
    public void centre(NodeId id) {
        TreeMap<NodeId, Map<InetSocketAddress, Long>> moved = new TreeMap<>(id.nearest());
        moved.putAll(keys);
        keys = moved;
    }

    /** All announcements. */
    public int size() {
        return keys.values().stream().mapToInt(Map::size).sum();
    }

    /** Keeps it; throws a {@link Fault} when the network has too many, or the key is too far away for a full node. */
    public void announce(NodeId key, InetSocketAddress peer, long now) {
        Map<InetSocketAddress, Long> peers = keys.getOrDefault(key, Map.of());
        Optional<InetSocketAddress> outgoing = outgoing(peers.keySet(), peer);
        if (outgoing.isPresent()) {
            peers.remove(outgoing.get());
        } else {
            makeRoom(key, peer, now);
            quota.take(Networks.near(peer.getAddress()));
        }
        keys.computeIfAbsent(key, missing -> new LinkedHashMap<>()).put(peer, now + LIFE);
    }

    /** Whose place that peer takes, for it is the same, or has the same address, or is the oldest of a network that has its places. */
    private static Optional<InetSocketAddress> outgoing(Set<InetSocketAddress> peers, InetSocketAddress peer) {
        if (peers.contains(peer) || Networks.isPrivate(peer.getAddress())) {
            return Optional.of(peer).filter(peers::contains);
        }
        ByteBuffer network = Networks.near(peer.getAddress());
        List<InetSocketAddress> neighbours = peers.stream().filter(each -> Networks.near(each.getAddress()).equals(network)).toList();
        Optional<InetSocketAddress> same = neighbours.stream().filter(each -> each.getAddress().equals(peer.getAddress())).findFirst();
        return same.isPresent() || neighbours.size() < MOST_NEIGHBOURS ? same : Optional.of(neighbours.getFirst());
    }

    private void makeRoom(NodeId key, InetSocketAddress peer, long now) {
        if (quota.isSpent(Networks.near(peer.getAddress())) || keys.size() >= bounds.keys()) {
            expire(now);
        }
        if (quota.isSpent(Networks.near(peer.getAddress()))) {
            throw new Fault(Fault.SERVER, "your network has announced too much here");
        }
        Map<InetSocketAddress, Long> peers = keys.get(key);
        if (peers != null && peers.size() >= bounds.peers()) {
            Iterator<InetSocketAddress> oldest = peers.keySet().iterator();
            quota.give(Networks.near(oldest.next().getAddress()));
            oldest.remove();
        } else if (peers == null && keys.size() >= bounds.keys()) {
            if (keys.comparator().compare(key, keys.lastKey()) > 0) {
                throw new Fault(Fault.SERVER, "nearer keys fill this node");
            }
            keys.pollLastEntry().getValue().keySet().forEach(gone -> quota.give(Networks.near(gone.getAddress())));
        }
    }

    /** At most so many peers of a key, by chance. */
    public List<InetSocketAddress> peers(NodeId key, int most, Drawing drawing) {
        List<InetSocketAddress> peers = new ArrayList<>();
        keys.getOrDefault(key, Map.of()).forEach((peer, expiry) -> {
            if (expiry > drawing.now()) {
                peers.add(peer);
            }
        });
        Collections.shuffle(peers, Random.from(drawing.random()));
        return peers.subList(0, Math.min(most, peers.size()));
    }

    /** When it is drawn, and by what chance. */
    public record Drawing(long now, RandomGenerator random) {
    }

    /** Forgets what has expired. */
    public void expire(long now) {
        keys.values().removeIf(peers -> {
            peers.entrySet().removeIf(entry -> {
                boolean expired = entry.getValue() <= now;
                if (expired) {
                    quota.give(Networks.near(entry.getKey().getAddress()));
                }
                return expired;
            });
            return peers.isEmpty();
        });
    }
}
