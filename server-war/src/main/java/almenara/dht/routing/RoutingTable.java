package almenara.dht.routing;

import almenara.dht.krpc.Contact;
import almenara.dht.krpc.Networks;
import almenara.dht.krpc.NodeId;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * The nodes that a node knows (BEP 5): the more of a region, the nearer it is to its own id. A node is in it because it has answered a question, so nobody
 * brings in others by naming them; a healthy one is never put out for a newcomer; and an address of the Internet has one place in the whole table, whatever ids
 * it uses. Times are in milliseconds.
 *
 * <pre>
 *   bits in common with the own id:  0 | 1 | 2 | … | 159     a bucket each, of eight nodes
 * </pre>
 */
public final class RoutingTable {

    /** Nodes of a bucket, of an answer, and of a place where something is stored. */
    public static final int K = Bucket.K;

    private final NodeId self;
    private final List<Bucket> buckets = Stream.generate(Bucket::new).limit(NodeId.BITS).toList();

    public RoutingTable(NodeId self) {
        this.self = self;
    }

    public NodeId self() {
        return self;
    }

    private Bucket bucket(NodeId id) {
        return buckets.get(Math.min(self.common(id), NodeId.BITS - 1));
    }

    private Stream<Entry> entries() {
        return buckets.stream().flatMap(bucket -> bucket.entries().stream());
    }

    /** That node has answered a question. Returns a node that should be asked whether it still answers, for the new one waits for its place. */
    public Optional<Contact> answered(Contact contact, long now) {
        if (contact.id().equals(self)) {
            return Optional.empty();
        }
        Bucket bucket = bucket(contact.id());
        Optional<Entry> known = bucket.find(contact.id());
        if (known.isPresent() && known.get().contact().equals(contact)) {
            bucket.touch(known.get(), now);
            return Optional.empty();
        }
        if (known.isPresent() && !known.get().isBad() || isTaken(contact.address().getAddress())) {
            return Optional.empty();
        }
        known.ifPresent(bucket.entries()::remove);
        return bucket.add(contact, now);
    }

    private boolean isTaken(InetAddress address) {
        return !Networks.isPrivate(address)
                && entries().anyMatch(entry -> !entry.isBad() && entry.contact().address().getAddress().equals(address));
    }

    /** True when a node that is not bad is at that address. */
    public boolean holds(InetSocketAddress address) {
        return entries().anyMatch(entry -> !entry.isBad() && entry.contact().address().equals(address));
    }

    /** That node has asked something. True when it is unknown and there would be a place for it, if it answers. */
    public boolean asked(Contact contact, long now) {
        if (contact.id().equals(self)) {
            return false;
        }
        Bucket bucket = bucket(contact.id());
        Optional<Entry> known = bucket.find(contact.id());
        known.filter(entry -> entry.contact().equals(contact)).ifPresent(entry -> entry.asked(now));
        return known.isEmpty() && bucket.hasRoom() && !isTaken(contact.address().getAddress());
    }

    /** That node has left a question open. Returns the one that waits for its place, to be asked whether it still answers. */
    public Optional<Contact> silent(Contact contact) {
        Bucket bucket = bucket(contact.id());
        bucket.find(contact.id()).filter(entry -> entry.contact().equals(contact)).ifPresent(Entry::silent);
        return bucket.promoted();
    }

    /** The nodes nearest to that key, but for bad ones; at most so many, nearest first. */
    public List<Contact> closest(NodeId target, int most) {
        return entries().filter(entry -> !entry.isBad()).map(Entry::contact).sorted(Comparator.comparing(Contact::id, target.nearest())).limit(most).toList();
    }

    /**
     * What another is told of that key: half of them the nearest nodes, as BEP 5 has it; the others the next ones whose ids go with their addresses, not two of one
     * owner's network, so that those who settle around a key can't fill the answer.
     */
    public List<Contact> named(NodeId target, int most) {
        List<Contact> nearest = closest(target, Integer.MAX_VALUE);
        Set<Contact> named = new LinkedHashSet<>(nearest.subList(0, Math.min(most / 2, nearest.size())));
        Set<ByteBuffer> networks = new HashSet<>();
        for (Contact contact : nearest) {
            InetAddress address = contact.address().getAddress();
            if (named.size() < most && contact.complies() && (Networks.isPrivate(address) || networks.add(Networks.near(address)))) {
                named.add(contact);
            }
        }
        nearest.stream().limit(most).filter(contact -> named.size() < most).forEach(named::add);
        return List.copyOf(named);
    }

    /** All nodes, healthy ones first. */
    public List<Contact> contacts() {
        return entries().sorted(Comparator.comparing(Entry::isBad)).map(Entry::contact).toList();
    }

    /** How many are not bad. */
    public int size() {
        return (int) entries().filter(entry -> !entry.isBad()).count();
    }

    /** Nodes that may be gone, to be asked: at most so many, those first that were not heard for the longest time. */
    public List<Contact> doubtful(long now, int most) {
        return entries().filter(entry -> !entry.isBad() && entry.isQuestionable(now)).sorted(Comparator.comparingLong(Entry::heard)).limit(most)
                .map(Entry::contact).toList();
    }

    /**
     * A key in each region, of at most so many, that has neither changed nor been named here for a quarter of an hour, to be looked for; regions nearer than the
     * nearest node are one.
     */
    public List<NodeId> stale(long now, int most, RandomGenerator random) {
        int deepest = NodeId.BITS - 1;
        while (deepest > 0 && buckets.get(deepest).entries().isEmpty()) {
            deepest--;
        }
        List<NodeId> keys = new ArrayList<>();
        for (int bits = 0; bits <= deepest && keys.size() < most; bits++) {
            if (now - buckets.get(bits).changed() >= Entry.FRESH) {
                buckets.get(bits).look(now);
                keys.add(self.sibling(bits, random));
            }
        }
        return keys;
    }
}
