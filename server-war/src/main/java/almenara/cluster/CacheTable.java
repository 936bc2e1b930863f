package almenara.cluster;

import almenara.messages.Refusal;
import almenara.tables.Table;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.infinispan.AdvancedCache;
import org.infinispan.Cache;
import org.infinispan.commons.CacheException;
import org.infinispan.commons.dataconversion.MediaType;
import org.infinispan.context.Flag;
import org.infinispan.distribution.DistributionManager;
import org.infinispan.remoting.transport.Address;
import org.infinispan.topology.CacheTopology;

/**
 * A table in an Infinispan cache of any synchronous mode. A cache that every node holds whole tells of changes by a local listener, a distributed one by a
 * clustered listener.
 */
public final class CacheTable implements Table {

    private static final System.Logger LOG = System.getLogger(CacheTable.class.getName());
    private static final long FOR_EVER = -1;
    private static final long LATER_MILLIS = 1000;

    private final AdvancedCache<String, String> cache;
    /** Infinispan (16.0) tells nobody of a removal that it tries again, because the nodes have changed, and then finds done; with this flag it does. */
    private final AdvancedCache<String, String> thorough;
    private final Quorum quorum;
    private final Told told;
    private final Set<Relay> relays = ConcurrentHashMap.newKeySet();
    private final Set<Object> listening = ConcurrentHashMap.newKeySet();

    /**
     * The cache that WildFly injects looks itself up with every call, and wraps each key and value in a form that it marshals for the deployment's class
     * loader. Behind it is the one that is used here, which holds strings as strings: Infinispan writes those by itself. The executor is for what is told.
     */
    CacheTable(Cache<String, String> cache, Executor executor) {
        this.cache = cache.getAdvancedCache().withMediaType(MediaType.APPLICATION_OBJECT, MediaType.APPLICATION_OBJECT);
        this.thorough = this.cache.withFlags(Flag.SKIP_XSITE_BACKUP);
        this.quorum = new Quorum(this.cache);
        this.told = new Told(this.cache, executor);
        listen(new Listeners.Partitions(quorum::lapse));
        listen(new Listeners.Losses(this::dropCopies));
    }

    /** Infinispan drops what a node does not hold any more, but not in a replicated cache (16.0): what the others have removed would be back with the node. */
    private void dropCopies() {
        cache.getDataContainer().clear();
    }

    @Override
    public Optional<String> get(String key) {
        return guarded(() -> Optional.ofNullable(cache.get(key)));
    }

    @Override
    public void put(String key, String value, Duration life) {
        written(() -> cache.put(key, Table.checked(value), millis(life), TimeUnit.MILLISECONDS));
    }

    @Override
    public boolean putIfAbsent(String key, String value, Duration life) {
        return written(() -> cache.putIfAbsent(key, Table.checked(value), millis(life), TimeUnit.MILLISECONDS) == null);
    }

    @Override
    public boolean replace(String key, String old, String value, Duration life) {
        return written(() -> cache.replace(key, old, Table.checked(value), millis(life), TimeUnit.MILLISECONDS));
    }

    @Override
    public boolean remove(String key, String old) {
        return written(() -> thorough.remove(key, old));
    }

    @Override
    public String settle(String key, String value, Duration life) {
        return written(() -> {
            String there = cache.putIfAbsent(key, Table.checked(value), millis(life), TimeUnit.MILLISECONDS);
            while (there != null && !cache.replace(key, there, there, millis(life), TimeUnit.MILLISECONDS)) {
                there = cache.putIfAbsent(key, Table.checked(value), millis(life), TimeUnit.MILLISECONDS);
            }
            return there == null ? value : there;
        });
    }

    /** A node that is alone has nobody else to tell. */
    @Override
    public void tell(String text) {
        if (isHere()) {
            relays.forEach(relay -> relay.told(text));
        } else {
            told.tell(text);
        }
    }

    /** True when this node is alone, and knows that nobody else holds the table: nothing that is done with it waits for another node. */
    boolean isHere() {
        List<Address> nodes = cache.getCacheManager().getMembers();
        DistributionManager distribution = cache.getDistributionManager();
        return nodes != null && nodes.size() == 1 && (distribution == null || distribution.getCacheTopology().getMembers().size() == 1);
    }

    /** Straight from where the copies are: no lock, no other node and no listener has to do with it, and each message that is said drops one. */
    @Override
    public void forget(String key) {
        try {
            cache.getDataContainer().remove(cache.getKeyDataConversion().toStorage(key));
        } catch (CacheException | IllegalStateException e) {
            LOG.log(System.Logger.Level.DEBUG, "an entry stays until its life ends", e);
        }
    }

    @Override
    public void watch(Watcher watcher) {
        Relay relay = new Relay(watcher);
        Object listener = cache.getCacheConfiguration().clustering().cacheMode().isDistributed()
                ? new Listeners.Clustered(relay) : new Listeners.Local(relay);
        relays.add(relay);
        listen(listener);
        relay.reset(this::everything);
    }

    /** The number of the table's last distribution over nodes that this node knows. */
    int topology() {
        DistributionManager distribution = cache.getDistributionManager();
        return distribution == null ? 0 : distribution.getCacheTopology().getTopologyId();
    }

    /** True when there has been another distribution since, with this node in it, and its state has been transferred. */
    boolean settledSince(int topology) {
        DistributionManager distribution = cache.getDistributionManager();
        if (distribution == null) {
            return true;
        }
        CacheTopology now = distribution.getCacheTopology();
        return now.getTopologyId() > topology && now.getPhase() == CacheTopology.Phase.NO_REBALANCE
                && now.getMembers().contains(cache.getCacheManager().getAddress());
    }

    /** Runs the listener whenever a transfer of state has ended. */
    void onTransfer(Listeners.TransferEnd listener) {
        listen(new Listeners.Transfers(listener));
    }

    private void listen(Object listener) {
        listening.add(listener);
        cache.addListener(listener);
    }

    /** The others had given up this node: what it has under way is void. */
    void lapse() {
        quorum.lapse();
        told.lapse();
    }

    /** Tells every watcher of everything anew: state comes in without a notification for each entry. */
    void refresh() {
        relays.forEach(relay -> relay.reset(this::everything));
    }

    /** How many keys have had an entry that a watcher could not read. */
    int unreadable() {
        return relays.stream().mapToInt(Relay::unreadable).max().orElse(0);
    }

    /** Tells nobody of anything any more. */
    void close() {
        listening.forEach(cache::removeListener);
        relays.clear();
    }

    private Map<String, String> everything() {
        return guarded(() -> {
            Map<String, String> entries = new HashMap<>();
            try (var all = whole().entrySet().stream()) {
                all.iterator().forEachRemaining(entry -> entries.put(entry.getKey(), entry.getValue()));
            }
            entries.keySet().removeIf(Told::isTold);
            return entries;
        });
    }

    /** Where every node holds it whole, it is read here alone: a reading of all nodes may wait for one that hangs, and meanwhile nothing that happens is told. */
    private AdvancedCache<String, String> whole() {
        return cache.getCacheConfiguration().clustering().cacheMode().isReplicated() ? cache.withFlags(Flag.CACHE_MODE_LOCAL) : cache;
    }

    private static long millis(Duration life) {
        return life.isZero() ? FOR_EVER : life.toMillis();
    }

    /** What comes back from a part of the cluster that has to stop was not done. */
    private <T> T written(Supplier<T> operation) {
        int lapses = quorum.lapses();
        T result = guarded(operation);
        if (!quorum.hasHeld(lapses)) {
            throw unknown();
        }
        return result;
    }

    /** A cache that can't say that the cluster has the write leaves it open whether it has. */
    private static <T> T guarded(Supplier<T> operation) {
        try {
            return operation.get();
        } catch (CacheException e) {
            throw unknown();
        }
    }

    private static Refusal unknown() {
        return new Refusal(Refusal.Code.UNAVAILABLE, "the cluster could not do this now; whether it did is not known", LATER_MILLIS);
    }
}
