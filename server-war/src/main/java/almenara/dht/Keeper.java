package almenara.dht;

import almenara.dht.krpc.NodeId;
import almenara.dht.store.Item;
import almenara.dht.store.PeerStore;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * Says again what the DHT would forget: items within each hour (BEP 44), announcements within each half an hour, for nodes keep them for as little as that. Never all
 * at once, and sooner when nobody has taken it.
 */
public final class Keeper {

    /** Milliseconds between two puts of an item, at most. */
    static final long ITEM = 60 * 60 * 1000L;
    /** Milliseconds between two announcements, at most. */
    static final long ANNOUNCEMENT = PeerStore.LIFE * 5 / 9;
    /** Milliseconds until the first try after one that was in vain; the next ones are twice as far apart each. */
    static final long AGAIN = 15_000;
    /** What may be kept at a time. */
    static final int MOST = 256;

    private final Node node;
    private final Client client;
    private final Map<Key, Task> tasks = new HashMap<>();

    /** What is said: an item and an announcement may have the same key. */
    private enum Kind {
        ITEM(Keeper.ITEM), ANNOUNCEMENT(Keeper.ANNOUNCEMENT);

        private final long period;

        Kind(long period) {
            this.period = period;
        }
    }

    private record Key(Kind kind, NodeId id) {
    }

    /** Something that is said again; it is so until another takes its place. */
    private final class Task {

        private final Key key;
        private final Supplier<CompletableFuture<Integer>> saying;
        private long again = AGAIN;

        Task(Key key, Supplier<CompletableFuture<Integer>> saying) {
            this.key = key;
            this.saying = saying;
        }

        CompletableFuture<Integer> say() {
            return saying.get().whenComplete((copies, failure) -> {
                long period = key.kind().period;
                if (failure == null && copies > 0) {
                    again = AGAIN;
                    schedule(period * 3 / 4 + node.means().random().nextLong(period / 4));
                } else {
                    schedule(again);
                    again = Math.min(2 * again, period);
                }
            });
        }

        private void schedule(long wait) {
            node.means().timer().after(wait, () -> {
                if (tasks.get(key) == this) {
                    say();
                }
            });
        }
    }

    public Keeper(Node node, Client client) {
        this.node = node;
        this.client = client;
    }

    /** Puts an item, and again for as long as this node lives, or another is kept in its place. Returns how many nodes have taken it first. */
    public CompletableFuture<Integer> keep(Item item) {
        item.check();
        return keep(new Key(Kind.ITEM, item.target()), () -> client.put(item, OptionalLong.empty()).thenApply(Client.Stored::copies));
    }

    /** Announces this host at that port, as {@link #keep(Item)} does. */
    public CompletableFuture<Integer> announce(NodeId key, int port) {
        return keep(new Key(Kind.ANNOUNCEMENT, key), () -> client.announce(key, port));
    }

    /** Announces this node itself ({@link Client#announceItself}), as {@link #keep(Item)} does. */
    public CompletableFuture<Integer> announceItself(NodeId key, int port) {
        return keep(new Key(Kind.ANNOUNCEMENT, key), () -> client.announceItself(key, port));
    }

    private CompletableFuture<Integer> keep(Key key, Supplier<CompletableFuture<Integer>> saying) {
        if (tasks.size() >= MOST && !tasks.containsKey(key)) {
            throw new IllegalStateException("more than " + MOST + " things can't be kept in the DHT");
        }
        Task task = new Task(key, saying);
        tasks.put(key, task);
        return task.say();
    }

    /** From now on the item of that key may be forgotten. */
    public void drop(NodeId target) {
        tasks.remove(new Key(Kind.ITEM, target));
    }

    /** From now on this host may be forgotten under that key. */
    public void retract(NodeId key) {
        tasks.remove(new Key(Kind.ANNOUNCEMENT, key));
    }
}
