package almenara.dht.store;

import almenara.bencode.Decoder;
import almenara.bencode.Dictionary;
import almenara.dht.krpc.Fault;
import almenara.dht.krpc.Networks;
import almenara.dht.krpc.NodeId;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * The items that a node keeps for others (BEP 44), each for two hours after it was last put. Bounded: in all, where the items furthest from the node's id make
 * room, and for each network (IPv4 /24, IPv6 /48). Times are in milliseconds.
 */
public final class ItemStore {

    /** How long an item lives. */
    public static final long LIFE = 2 * 60 * 60 * 1000L;

    private final Bounds bounds;
    private final Quota quota;
    private TreeMap<NodeId, Kept> items;

    /** The most in all, and of one network. */
    public record Bounds(int all, int network) {
    }

    /** Who puts, and when. */
    public record Origin(InetAddress address, long now) {
    }

    /** The fields of an item in bencode: a tree of values would take some thirty times as much memory. */
    private record Kept(byte[] fields, ByteBuffer network, long expiry) {

        Item item() {
            Dictionary read = (Dictionary) Decoder.decode(fields);
            return Item.read(read, read.bytes("salt").orElse(new byte[0])).orElseThrow();
        }
    }

    public ItemStore(Bounds bounds, NodeId centre) {
        this.bounds = bounds;
        this.quota = new Quota(bounds.network());
        this.items = new TreeMap<>(centre.nearest());
    }

    /** From now on the node has that id. */
    public void centre(NodeId id) {
        TreeMap<NodeId, Kept> moved = new TreeMap<>(id.nearest());
        moved.putAll(items);
        items = moved;
    }

    public int size() {
        return items.size();
    }

    /** Keeps the item; throws a {@link Fault} when it may not. {@code cas} is the number that the item in its place has to have. */
    public void put(Item item, OptionalLong cas, Origin origin) {
        if (item instanceof Item.Mutable mutable) {
            mutable.checkBounds();
        }
        get(item.target(), origin.now()).ifPresent(present -> checkOrder(present, item, cas));
        item.check();
        keep(item, Networks.near(origin.address()), origin.now());
    }

    /** Throws a {@link Fault} when an author's item may not come after the one that is there. */
    public static void checkOrder(Item present, Item item, OptionalLong cas) {
        if (!(present instanceof Item.Mutable old && item instanceof Item.Mutable next)) {
            return;
        }
        if (cas.isPresent() && cas.getAsLong() != old.seq()) {
            throw new Fault(Fault.CAS_MISMATCH, "the CAS hash mismatched, re-read value and try again");
        }
        if (next.seq() < old.seq() || next.seq() == old.seq() && !next.says(old)) {
            throw new Fault(Fault.SEQ_TOO_LOW, "sequence number less than current");
        }
    }

    private void keep(Item item, ByteBuffer network, long now) {
        NodeId target = item.target();
        Kept old = items.get(target);
        ByteBuffer owner = old == null ? network : old.network();
        if (old == null) {
            makeRoom(target, network, now);
            quota.take(network);
        }
        items.put(target, new Kept(item.fields().encode(), owner, now + LIFE));
    }

    private void makeRoom(NodeId target, ByteBuffer network, long now) {
        if (quota.isSpent(network) || items.size() >= bounds.all()) {
            expire(now);
        }
        if (quota.isSpent(network)) {
            throw new Fault(Fault.SERVER, "your network has stored too much here");
        }
        if (items.size() >= bounds.all()) {
            if (items.comparator().compare(target, items.lastKey()) > 0) {
                throw new Fault(Fault.SERVER, "nearer items fill this node");
            }
            quota.give(items.pollLastEntry().getValue().network());
        }
    }

    public Optional<Item> get(NodeId target, long now) {
        return Optional.ofNullable(items.get(target)).filter(kept -> kept.expiry() > now).map(Kept::item);
    }

    /** Forgets what has expired. */
    public void expire(long now) {
        items.values().removeIf(kept -> {
            boolean expired = kept.expiry() <= now;
            if (expired) {
                quota.give(kept.network());
            }
            return expired;
        });
    }
}
