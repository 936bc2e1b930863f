package almenara.cluster;

import almenara.messages.Refusal;
import almenara.tables.ClusterView;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
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

/**
 * The nodes as JGroups sees them. A node's name of old may come back after a crash, so each start adds something of its own, kept in a table by the name:
 * {@code {node} -> {start}}. A start is alive while its node is in the view and the table has no other start for it.
 */
public final class CacheCluster implements ClusterView {

    private static final System.Logger LOG = System.getLogger(CacheCluster.class.getName());
    private static final String UNCOORDINATED = "the server that coordinates the cluster does not run Almenara: a split would not be noticed, so this node does not serve";

    private final AdvancedCache<String, String> cache;
    private final EmbeddedCacheManager manager;
    private final CacheTable nodes;
    private final List<CacheTable> all = new CopyOnWriteArrayList<>();
    private final String self;
    /** True when the smaller side of a split stops. When both go on, a merge leaves no common order behind. */
    private final boolean stopsWhenSplit;
    private final Executor executor;
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();
    private final Watch watch = new Watch();
    private final Settling settling = new Settling();
    private final GivenUp givenUp = new GivenUp();
    private final Starts starts;
    private final Coordination coordination;
    private final Timekeeper time;
    private volatile boolean available = true;

    record Caches(Cache<String, String> leading, Cache<String, String> nodes) {
    }

    /** {@code leading} tells of partitions, {@code nodes} is the table of the nodes. */
    public CacheCluster(Cache<String, String> leading, Cache<String, String> nodes, String suffix, Executor executor) {
        this(new Caches(leading, nodes), suffix, executor, new ClusterClock(Clock.systemUTC(), System::nanoTime));
    }

    CacheCluster(Caches caches, String suffix, Executor executor, ClusterClock clock) {
        this.executor = executor;
        this.cache = caches.leading().getAdvancedCache();
        this.manager = caches.leading().getCacheManager();
        this.nodes = table(caches.nodes());
        this.stopsWhenSplit = Quorum.counts(cache);
        this.starts = new Starts(manager, this::started);
        this.coordination = new Coordination(stopsWhenSplit, starts::runs);
        this.self = starts.name() + '~' + suffix;
        this.time = new Timekeeper(clock, nodes, starts, executor);
    }

    /** A table in that cache, which follows what becomes of the cluster. All are made before the start. */
    public CacheTable table(Cache<String, String> of) {
        CacheTable table = new CacheTable(of, executor);
        all.add(table);
        return table;
    }

    /** How many keys have had an entry that a watcher could not read. */
    public int unreadable() {
        return all.stream().mapToInt(CacheTable::unreadable).sum();
    }

    /** Joins the others: from here on they know of this start. A cluster that has just lost or found nodes may need a moment to serve. */
    public void start() {
        settling.await("the cluster does not serve", this::isAvailable);
        if (stopsWhenSplit) {
            Judgement judgement = new Judgement(manager, settling);
            judgement.renew(all);
            coordination.seen(judgement.view(), manager.getCoordinator(), false);
        }
        manager.addListener(watch);
        nodes.watch(starts);
        time.start(manager, settling);
        nodes.put(starts.name(), starts.entry(self), Duration.ZERO);
        all.forEach(table -> table.onTransfer(cameIn -> executor.execute(() -> transferred(table, cameIn))));
        cache.addListener(watch);
        settling.await(UNCOORDINATED, coordination::isKnown);
        available = isAvailable();
    }

    private boolean isAvailable() {
        return cache.getAvailability() == AvailabilityMode.AVAILABLE;
    }

    /** Leaves the others, and hears no more of them. */
    public void close() {
        settling.end();
        manager.removeListener(watch);
        cache.removeListener(watch);
        all.forEach(CacheTable::close);
        try {
            nodes.remove(starts.name(), starts.entry(self));
        } catch (Refusal refusal) {
            LOG.log(System.Logger.Level.DEBUG, "the others will find out by themselves: {0}", refusal.getMessage());
        }
        time.close(manager);
    }

    /** Whoever keeps the time of the cluster. */
    public Timekeeper time() {
        return time;
    }

    @Override
    public String self() {
        return self;
    }

    @Override
    public boolean alive(String node) {
        return node.equals(self) || starts.has(node);
    }

    @Override
    public boolean leads(String key) {
        DistributionManager distribution = cache.getDistributionManager();
        return distribution == null || distribution.getCacheTopology().getDistribution(key).isPrimary();
    }

    @Override
    public int size() {
        return manager.getMembers() == null ? 1 : manager.getMembers().size();
    }

    @Override
    public boolean alone() {
        return all.stream().allMatch(CacheTable::isHere);
    }

    @Override
    public boolean serving() {
        return available && !givenUp.isVoid() && coordination.isKnown();
    }

    @Override
    public void watch(Listener listener) {
        listeners.add(listener);
    }

    private void started(boolean again) {
        if (coordination.look() || again) {
            changed(false);
        }
    }

    private void changed(boolean merged) {
        executor.execute(() -> listeners.forEach(listener -> listener.changed(merged)));
    }

    /** Before this node serves it may come into a cluster table by table. */
    private void transferred(CacheTable table, boolean cameIn) {
        if (cameIn && !givenUp.isVoid()) {
            if (table == nodes) {
                known();
            }
            table.refresh();
        }
    }

    /** State comes in after the view. What a node had that the others had given up is void, and it takes everything from them. */
    private void afterMerge(Topologies before, int times) {
        if (givenUp.isVoid() || !stopsWhenSplit) {
            settling.await("the state of the others has not come", before::haveSettledSince);
            known();
            time.join(settling);
            settling.await("the tables could not be read", () -> readAnew(times));
        }
        listeners.forEach(listener -> listener.changed(!stopsWhenSplit));
    }

    private boolean readAnew(int times) {
        try {
            all.forEach(CacheTable::refresh);
            givenUp.mended(times);
            return true;
        } catch (Refusal refusal) {
            LOG.log(System.Logger.Level.WARNING, "the tables can not be read yet: {0}", refusal.getMessage());
            return false;
        }
    }

    /** Sees to it that the others know of this start. */
    private void known() {
        try {
            nodes.put(starts.name(), starts.entry(self), Duration.ZERO);
        } catch (Refusal refusal) {
            LOG.log(System.Logger.Level.WARNING, "the cluster does not serve yet: {0}", refusal.getMessage());
        }
    }

    private void follow(ViewChangedEvent event, boolean merged) {
        coordination.seen(event.getViewId(), event.getNewMembers().getFirst(), merged);
        if (!coordination.isKnown()) {
            all.forEach(CacheTable::lapse);
            LOG.log(System.Logger.Level.WARNING, "this node does not serve before the server that coordinates the cluster does");
            executor.execute(() -> settling.await(UNCOORDINATED, coordination::isKnown));
        }
    }

    /** What Infinispan calls. */
    @org.infinispan.notifications.Listener(observation = org.infinispan.notifications.Listener.Observation.POST)
    public final class Watch {

        @ViewChanged
        public void viewChanged(ViewChangedEvent event) {
            LOG.log(System.Logger.Level.INFO, "the cluster has {0} nodes", event.getNewMembers().size());
            follow(event, false);
            changed(false);
        }

        @Merged
        public void merged(MergeEvent event) {
            LOG.log(System.Logger.Level.INFO, "the cluster has merged; it has {0} nodes", event.getNewMembers().size());
            follow(event, true);
            if (stopsWhenSplit && GivenUp.was(event)) {
                givenUp.happened();
                time.doubt();
                all.forEach(CacheTable::lapse);
            }
            Topologies before = Topologies.of(all);
            int times = givenUp.times();
            changed(false);
            executor.execute(() -> afterMerge(before, times));
        }

        @PartitionStatusChanged
        public void partitionChanged(PartitionStatusChangedEvent<String, String> event) {
            available = event.getAvailabilityMode() == AvailabilityMode.AVAILABLE;
            LOG.log(System.Logger.Level.INFO, available ? "this node serves again" : "this node is cut off from its cluster");
            changed(false);
        }
    }
}
