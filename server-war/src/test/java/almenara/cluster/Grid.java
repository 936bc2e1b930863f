package almenara.cluster;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.infinispan.Cache;
import org.infinispan.commons.time.TimeService;
import org.infinispan.configuration.cache.CacheMode;
import org.infinispan.configuration.cache.ConfigurationBuilder;
import org.infinispan.configuration.global.GlobalConfigurationBuilder;
import org.infinispan.factories.GlobalComponentRegistry;
import org.infinispan.factories.impl.BasicComponentRegistry;
import org.infinispan.manager.DefaultCacheManager;
import org.infinispan.manager.EmbeddedCacheManager;
import org.infinispan.notifications.cachemanagerlistener.CacheManagerNotifier;
import org.infinispan.partitionhandling.PartitionHandling;
import org.infinispan.remoting.transport.Address;
import org.infinispan.remoting.transport.Transport;
import org.infinispan.remoting.transport.jgroups.JGroupsTransport;
import org.infinispan.topology.CacheTopology;
import org.jgroups.protocols.DISCARD;

/** A real Infinispan cluster of several nodes in one process, over JGroups' loopback. */
final class Grid implements AutoCloseable {

    private static final long REAPER_MILLIS = 100;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final String name = "grid-" + UUID.randomUUID();
    private final CacheMode mode;
    private final CacheTime time;
    private final String stack;
    private final List<EmbeddedCacheManager> managers;

    /** A cluster that reads the time, for the lives of entries, from that clock. */
    Grid(CacheMode mode, int nodes, Clock clock) {
        this(mode, nodes, clock, "jgroups-loopback.xml");
    }

    private Grid(CacheMode mode, int nodes, Clock clock, String stack) {
        this.mode = mode;
        this.time = new CacheTime(clock);
        this.stack = stack;
        this.managers = Stream.generate(this::node).limit(nodes).toList();
    }

    /** A node that coordinates and does not know of a cache yet when another one starts it never takes a split for one: so all know of it first. */
    Cache<String, String> cache(int node, String cache) {
        managers.stream().filter(manager -> manager.getCacheConfiguration(cache) == null).forEach(manager -> manager.defineConfiguration(cache, configuration()));
        return managers.get(node).getCache(cache);
    }

    /** The table in that cache, which tells on the thread of whoever has something to tell. */
    CacheTable table(int node, String cache) {
        return new CacheTable(cache(node, cache), Runnable::run);
    }

    /** The cache at a node whose others may not know of it yet: one that coordinates then lets every part of a split go on, whatever the configuration says. */
    Cache<String, String> sudden(int node, String cache) {
        EmbeddedCacheManager manager = managers.get(node);
        if (manager.getCacheConfiguration(cache) == null) {
            manager.defineConfiguration(cache, configuration());
        }
        return manager.getCache(cache);
    }

    /** Replicated nodes that find out by themselves who can be reached. */
    static Grid parting(int nodes) {
        return new Grid(CacheMode.REPL_SYNC, nodes, Clock.systemUTC(), "jgroups-parting.xml");
    }

    /** From now on, or no longer, nothing goes out of that node or comes to it. */
    void part(int node, boolean parted) {
        JGroupsTransport transport = (JGroupsTransport) GlobalComponentRegistry.of(managers.get(node)).getComponent(Transport.class);
        DISCARD discard = transport.getChannel().getProtocolStack().findProtocol(DISCARD.class);
        discard.discardAll(parted);
    }

    /** Tells a node, one that does not coordinate, that the others had given it up: they are back, and it has seen nobody go. */
    void giveUp(int node) {
        EmbeddedCacheManager manager = managers.get(node);
        List<Address> members = manager.getMembers();
        int view = GlobalComponentRegistry.componentOf(manager, Transport.class).getViewId();
        GlobalComponentRegistry.componentOf(manager, CacheManagerNotifier.class)
                .notifyMerge(members, members, manager.getAddress(), view, List.of(members)).toCompletableFuture().join();
    }

    /** Waits for what comes by itself. */
    static void await(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() < end, what);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
    }

    /** How many nodes that one sees, itself among them. */
    int seen(int node) {
        return managers.get(node).getMembers().size();
    }

    /** How many nodes hold the cache whole, as far as one of them knows; what a split is measured by. */
    int holders(int node, String cache) {
        CacheTopology stable = GlobalComponentRegistry.of(managers.get(node)).getLocalTopologyManager().getStableCacheTopology(cache);
        return stable == null ? 0 : stable.getActualMembers().size();
    }

    /** Ends a node; the others see it go. */
    void stop(int node) {
        managers.get(node).stop();
    }

    private org.infinispan.configuration.cache.Configuration configuration() {
        ConfigurationBuilder builder = new ConfigurationBuilder();
        builder.clustering().cacheMode(mode).expiration().wakeUpInterval(REAPER_MILLIS);
        if (mode.isClustered()) {
            builder.clustering().partitionHandling().whenSplit(PartitionHandling.DENY_READ_WRITES);
        }
        return builder.build();
    }

    private EmbeddedCacheManager node() {
        GlobalConfigurationBuilder global = new GlobalConfigurationBuilder();
        if (mode.isClustered()) {
            global = GlobalConfigurationBuilder.defaultClusteredBuilder();
            global.transport().clusterName(name).nodeName("node-" + UUID.randomUUID()).addProperty("configurationFile", stack);
        }
        DefaultCacheManager manager = new DefaultCacheManager(global.build(), false);
        BasicComponentRegistry components = GlobalComponentRegistry.of(manager).getComponent(BasicComponentRegistry.class);
        components.replaceComponent(TimeService.class.getName(), time, false);
        components.rewire();
        manager.start();
        return manager;
    }

    @Override
    public void close() {
        managers.forEach(EmbeddedCacheManager::stop);
    }
}
