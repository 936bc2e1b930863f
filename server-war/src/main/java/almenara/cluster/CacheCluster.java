package almenara.cluster;

import almenara.messages.Refusal;
import almenara.tables.ClusterView;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.infinispan.AdvancedCache;
import org.infinispan.Cache;
import org.infinispan.distribution.DistributionManager;
import org.infinispan.manager.EmbeddedCacheManager;
import org.infinispan.notifications.cachelistener.annotation.PartitionStatusChanged;
import org.infinispan.notifications.cachelistener.event.PartitionStatusChangedEvent;
import org.infinispan.notifications.cachemanagerlistener.annotation.Merged;
import org.infinispan.notifications.cachemanagerlistener.annotation.ViewChanged;
import org.infinispan.notifications.cachemanagerlistener.event.MergeEvent;
import org.infinispan.notifications.cachemanagerlistener.event.ViewChangedEvent;
import org.infinispan.partitionhandling.AvailabilityMode;
import org.infinispan.partitionhandling.PartitionHandling;
import org.infinispan.remoting.transport.Address;

/**
 * The nodes as JGroups sees them. A node's name of old may come back after a crash, so each start adds something of its own, kept in a table by the name:
 * {@code {node} -> {start}}. A start is alive while its node is in the view and the table has no other start for it.
 */
public final class CacheCluster implements ClusterView {

    private static final System.Logger LOG = System.getLogger(CacheCluster.class.getName());
    private static final String ALONE = "local";
    private static final Duration SETTLING = Duration.ofMillis(50);
    private static final int MOST_LOOKS = 1800;

    private final AdvancedCache<String, String> cache;
    private final EmbeddedCacheManager manager;
    private final CacheTable nodes;
    private final List<CacheTable> all;
    private final String self;
    private final Executor executor;
    private final Map<String, String> starts = new ConcurrentHashMap<>();
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();
    private final Watch watch = new Watch();
    /** True while this node's state is void: the others had gone on without it. */
    private volatile boolean stale;
    private volatile boolean available = true;
    private volatile boolean closed;

    /** The caches of the cluster: one that tells of partitions, the table of the nodes, and all tables that follow a merge. */
    public record Caches(Cache<String, String> leading, CacheTable nodes, List<CacheTable> tables) {
    }

    public CacheCluster(Caches caches, String suffix, Executor executor) {
        this.cache = caches.leading().getAdvancedCache();
        this.manager = caches.leading().getCacheManager();
        this.nodes = caches.nodes();
        this.all = Stream.concat(Stream.of(nodes), caches.tables().stream()).toList();
        this.self = name() + '~' + suffix;
        this.executor = executor;
    }

    /** Joins the others: from here on they know of this start. A cluster that has just lost or found nodes may need a moment to serve. */
    public void start() {
        await("the cluster does not serve", this::isAvailable);
        nodes.watch(new Starts());
        nodes.put(name(), self, Duration.ZERO);
        all.forEach(table -> table.onTransfer(cameIn -> executor.execute(() -> transferred(table, cameIn))));
        manager.addListener(watch);
        cache.addListener(watch);
        available = isAvailable();
    }

    private boolean isAvailable() {
        return cache.getAvailability() == AvailabilityMode.AVAILABLE;
    }

    private void await(String otherwise, BooleanSupplier condition) {
        for (int looks = 0; looks < MOST_LOOKS && !closed; looks++) {
            if (condition.getAsBoolean()) {
                return;
            }
            LockSupport.parkNanos(SETTLING.toNanos());
        }
        LOG.log(System.Logger.Level.WARNING, otherwise);
    }

    /** Leaves the others, and hears no more of them. */
    public void close() {
        closed = true;
        manager.removeListener(watch);
        cache.removeListener(watch);
        all.forEach(CacheTable::close);
        try {
            nodes.remove(name(), self);
        } catch (Refusal refusal) {
            LOG.log(System.Logger.Level.DEBUG, "the others will find out by themselves: {0}", refusal.getMessage());
        }
    }

    @Override
    public String self() {
        return self;
    }

    @Override
    public boolean alive(String node) {
        String name = node.substring(0, Math.max(0, node.lastIndexOf('~')));
        return node.equals(self) || names().contains(name) && node.equals(starts.getOrDefault(name, node));
    }

    @Override
    public boolean leads(String key) {
        DistributionManager distribution = cache.getDistributionManager();
        return distribution == null || distribution.getCacheTopology().getDistribution(key).isPrimary();
    }

    @Override
    public int size() {
        return names().size();
    }

    @Override
    public boolean serving() {
        return available && !stale;
    }

    @Override
    public void watch(Listener listener) {
        listeners.add(listener);
    }

    /** True when both sides of a split go on, so that a merge leaves no common order behind. */
    private boolean bothSidesWrite() {
        return cache.getCacheConfiguration().clustering().partitionHandling().whenSplit() != PartitionHandling.DENY_READ_WRITES;
    }

    private String name() {
        return manager.getAddress() == null ? ALONE : manager.getAddress().toString();
    }

    private Set<String> names() {
        return manager.getMembers() == null ? Set.of(ALONE)
                : manager.getMembers().stream().map(Object::toString).collect(Collectors.toSet());
    }

    private void changed(boolean merged) {
        executor.execute(() -> listeners.forEach(listener -> listener.changed(merged)));
    }

    /** Before this node serves it may come into a cluster table by table. */
    private void transferred(CacheTable table, boolean cameIn) {
        if (cameIn && !stale) {
            if (table == nodes) {
                known();
            }
            table.refresh();
        }
    }

    /** State comes in after the view. What a node had that the others had given up is void, and it takes everything from them. */
    private void afterMerge(Map<CacheTable, Integer> before) {
        if (stale || bothSidesWrite()) {
            await("the state of the others has not come", () -> before.entrySet().stream().allMatch(each -> each.getKey().settledSince(each.getValue())));
            known();
            await("the tables could not be read", this::readAnew);
        }
        listeners.forEach(listener -> listener.changed(bothSidesWrite()));
    }

    private boolean readAnew() {
        try {
            all.forEach(CacheTable::refresh);
            stale = false;
            return true;
        } catch (Refusal refusal) {
            LOG.log(System.Logger.Level.WARNING, "the tables can not be read yet: {0}", refusal.getMessage());
            return false;
        }
    }

    /** Sees to it that the others know of this start. */
    private void known() {
        try {
            nodes.put(name(), self, Duration.ZERO);
        } catch (Refusal refusal) {
            LOG.log(System.Logger.Level.WARNING, "the cluster does not serve yet: {0}", refusal.getMessage());
        }
    }

    /** The smaller part of a split, and a node that hung: the others were away and came back, but it has not seen anybody go. */
    private static boolean wasGivenUp(MergeEvent event) {
        List<Address> before = event.getOldMembers();
        return before.containsAll(event.getNewMembers()) || 2 * before.size() <= event.getNewMembers().size();
    }

    private final class Starts implements almenara.tables.Table.Watcher {

        @Override
        public void reset(Map<String, String> entries) {
            starts.keySet().retainAll(entries.keySet());
            starts.putAll(entries);
        }

        @Override
        public void stored(String key, String value) {
            starts.put(key, value);
        }

        @Override
        public void gone(String key) {
            starts.remove(key);
        }
    }

    /** What Infinispan calls. */
    @org.infinispan.notifications.Listener(observation = org.infinispan.notifications.Listener.Observation.POST)
    public final class Watch {

        @ViewChanged
        public void viewChanged(ViewChangedEvent event) {
            LOG.log(System.Logger.Level.INFO, "the cluster has {0} nodes", event.getNewMembers().size());
            changed(false);
        }

        @Merged
        public void merged(MergeEvent event) {
            LOG.log(System.Logger.Level.INFO, "the cluster has merged; it has {0} nodes", event.getNewMembers().size());
            if (!bothSidesWrite() && wasGivenUp(event)) {
                stale = true;
                all.forEach(CacheTable::lapse);
            }
            Map<CacheTable, Integer> before = all.stream().collect(Collectors.toMap(table -> table, CacheTable::topology));
            changed(false);
            executor.execute(() -> afterMerge(before));
        }

        @PartitionStatusChanged
        public void partitionChanged(PartitionStatusChangedEvent<String, String> event) {
            available = event.getAvailabilityMode() == AvailabilityMode.AVAILABLE;
            LOG.log(System.Logger.Level.INFO, available ? "this node serves again" : "this node is cut off from its cluster");
            changed(false);
        }
    }
}
