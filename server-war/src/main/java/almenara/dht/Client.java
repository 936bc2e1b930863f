package almenara.dht;

import almenara.bencode.Dictionary;
import almenara.dht.krpc.Contact;
import almenara.dht.krpc.Fault;
import almenara.dht.krpc.NodeId;
import almenara.dht.routing.RoutingTable;
import almenara.dht.store.Item;
import almenara.dht.store.ItemStore;
import almenara.dht.store.PeerStore;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;

/** What a node asks of the DHT for its owner. Everything is called, and every future ends, on the node's thread; one that ends with a {@link Fault} was refused. */
public final class Client {

    /** Searches at a time; more are refused. */
    static final int MOST_SEARCHES = 32;

    private final Node node;
    private int searches;

    /**
     * How many nodes have taken an item, and why others have not, when they say that it is outdated. {@code present} is the number of the signed item that was
     * found to outdate it; without one, there is nothing but the word of those others.
     */
    public record Stored(int copies, Optional<Fault> refusal, OptionalLong present) {
    }

    public Client(Node node) {
        this.node = node;
    }

    /** How many searches are under way. */
    int searches() {
        return searches;
    }

    /** The nodes nearest to a key that answer, nearest first. */
    public CompletableFuture<List<Contact>> find(NodeId key) {
        return search(new Searches.Nodes(key)).thenApply(answered -> answered.stream().map(Candidate::contact).toList());
    }

    /** Who has announced itself under that key, here or elsewhere. Nobody vouches for them. */
    public CompletableFuture<Set<InetSocketAddress>> peers(NodeId key) {
        Searches.Peers question = new Searches.Peers(key, node.rules().reach());
        question.offer(node.stores().peers().peers(key, Searches.Peers.MOST_NAMED, new PeerStore.Drawing(node.means().timer().millis(), node.means().random())));
        return search(question).thenApply(answered -> question.found());
    }

    /**
     * The items by which nodes that have announced themselves under that key introduce themselves ({@link Node#introduce}), with that salt. Each is signed by its key;
     * nobody vouches for what is in it.
     */
    public CompletableFuture<List<Item.Mutable>> introductions(NodeId key, byte[] salt) {
        return peers(key).thenCompose(peers -> new Introductions(node, key, salt).of(peers));
    }

    /** Announces this host, at that port, under that key (BEP 5). Returns how many nodes have noted it. */
    public CompletableFuture<Integer> announce(NodeId key, int port) {
        return announce(key, () -> Dictionary.of().with("port", port));
    }

    /** Announces this node itself, at the UDP port that others see of it; {@code port} is the one that it has here, for those who know nothing of {@code implied_port}. */
    public CompletableFuture<Integer> announceItself(NodeId key, int port) {
        return announce(key, () -> Dictionary.of().with("port", port).with("implied_port", 1));
    }

    private CompletableFuture<Integer> announce(NodeId key, Supplier<Dictionary> place) {
        return search(new Searches.Peers(key, node.rules().reach())).thenCompose(answered -> {
            Function<Candidate, Dictionary> arguments = holder -> place.get().with("info_hash", key.bytes());
            return new Writing(node, "announce_peer", arguments).to(answered);
        }).thenApply(Stored::copies);
    }

    /** The item of that key, whose author has salted it with that. What is returned is what its key says, and of an author's items the newest that was found. */
    public CompletableFuture<Optional<Item>> get(NodeId target, byte[] salt) {
        Searches.Items question = new Searches.Items(target, salt, true);
        own(target).ifPresent(question::offer);
        if (question.isAnswered()) {
            return CompletableFuture.completedFuture(question.found());
        }
        return search(question).thenApply(answered -> question.found());
    }

    private Optional<Item> own(NodeId target) {
        return node.stores().items().get(target, node.means().timer().millis());
    }

    /** Stores an item; {@code cas}: only where the one with that number, or none, is in its place (BEP 44). Throws a {@link Fault} for one that nobody would take. */
    public CompletableFuture<Stored> put(Item item, OptionalLong cas) {
        item.check();
        byte[] salt = item instanceof Item.Mutable mutable ? mutable.author().salt() : new byte[0];
        Searches.Items question = new Searches.Items(item.target(), salt, false);
        own(item.target()).ifPresent(question::offer);
        return search(question).thenCompose(answered -> {
            Optional<Fault> outdated = question.found().flatMap(found -> outdated(found, item, cas));
            if (outdated.isPresent()) {
                return CompletableFuture.completedFuture(new Stored(0, outdated, number(question.found())));
            }
            Optional<Fault> refusal = keep(item, cas, answered);
            return new Writing(node, "put", holder -> fields(item, cas, holder)).to(answered).thenApply(stored -> with(stored, refusal));
        });
    }

    /** Why an item that was found is not to be replaced by that one: nodes that have missed it must not take the other. */
    private static Optional<Fault> outdated(Item found, Item item, OptionalLong cas) {
        try {
            ItemStore.checkOrder(found, item, cas);
            return Optional.empty();
        } catch (Fault fault) {
            return Optional.of(fault);
        }
    }

    private static OptionalLong number(Optional<Item> item) {
        return item.orElse(null) instanceof Item.Mutable mutable ? OptionalLong.of(mutable.seq()) : OptionalLong.empty();
    }

    private static Stored with(Stored stored, Optional<Fault> refusal) {
        return new Stored(stored.copies(), stored.refusal().or(() -> refusal), stored.present());
    }

    private static Dictionary fields(Item item, OptionalLong cas, Candidate holder) {
        Dictionary fields = item.fields();
        boolean holds = holder.answer().filter(values -> values.value("v").isPresent()).isPresent();
        return cas.isPresent() && holds ? fields.with("cas", cas.getAsLong()) : fields;
    }

    /** A node keeps an item itself when it is one of the nearest to it: others will ask it. */
    private Optional<Fault> keep(Item item, OptionalLong cas, List<Candidate> answered) {
        boolean near = answered.size() < RoutingTable.K
                || item.target().nearest().compare(node.id(), answered.get(RoutingTable.K - 1).contact().id()) < 0;
        if (node.rules().readOnly() || !near) {
            return Optional.empty();
        }
        try {
            node.stores().items().put(item, cas, new ItemStore.Origin(InetAddress.getLoopbackAddress(), node.means().timer().millis()));
            return Optional.empty();
        } catch (Fault fault) {
            return Optional.of(fault).filter(Writing::isOutdated);
        }
    }

    private CompletableFuture<List<Candidate>> search(Lookup.Question question) {
        if (searches >= MOST_SEARCHES) {
            return CompletableFuture.failedFuture(new Fault(Fault.SERVER, "too many searches are under way"));
        }
        searches++;
        CompletableFuture<List<Candidate>> end = new CompletableFuture<>();
        new Lookup(node, question, answered -> {
            searches--;
            end.complete(answered);
        }).start();
        return end;
    }
}
