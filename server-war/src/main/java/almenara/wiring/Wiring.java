package almenara.wiring;

import almenara.cluster.CacheCluster;
import almenara.rooms.Rooms;
import almenara.sharedstate.TableChanged;
import almenara.signaling.Signaling;
import almenara.tables.Table;
import almenara.transport.Door;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import org.eclipse.microprofile.config.Config;
import org.infinispan.Cache;

/** Takes what the server gives (caches, configuration, meters) and makes the node of it. */
@ApplicationScoped
public class Wiring {

    private static final ThreadFactory VIRTUAL = Thread.ofVirtual().inheritInheritableThreadLocals(false).factory();
    private static final String ENVIRONMENT = "EnvConfigSource";
    private static final String CACHES = "java:jboss/infinispan/cache/almenara/";

    @Resource(lookup = CACHES + "nodes")
    private Cache<String, String> nodes;
    @Resource(lookup = CACHES + "rooms")
    private Cache<String, String> rooms;
    @Resource(lookup = CACHES + "log")
    private Cache<String, String> log;
    @Resource(lookup = CACHES + "members")
    private Cache<String, String> members;
    @Resource(lookup = CACHES + "offers")
    private Cache<String, String> offers;
    @Resource(lookup = CACHES + "spent")
    private Cache<String, String> spent;
    @Resource(lookup = CACHES + "state")
    private Cache<String, String> state;
    @Resource(lookup = CACHES + "mesh")
    private Cache<String, String> mesh;
    @Inject
    private Config config;
    @Inject
    private MeterRegistry meters;
    @Inject
    private Event<TableChanged> changes;

    @Produces
    @Singleton
    Node node() {
        Settings settings = Settings.read(names(), name -> config.getOptionalValue(name, String.class));
        ExecutorService threads = Executors.newThreadPerTaskExecutor(Wiring::thread);
        CacheCluster cluster = new CacheCluster(rooms, nodes, start(), threads);
        Table memberTable = cluster.table(members);
        Rooms.Tables roomTables = new Rooms.Tables(cluster.table(rooms), cluster.table(log), memberTable);
        Node.Tables tables = new Node.Tables(roomTables, cluster.table(offers), cluster.table(spent), cluster.table(state), cluster.table(mesh), cluster,
                cluster::unreadable, cluster.time());
        cluster.start();
        return new Node(settings, tables, new Node.Shared(threads, new SecureRandom(), meters, changes::fire, cluster::close)).start();
    }

    /** The names that are configured, as an operator writes them: to environment variables the configuration adds dotted forms of its own. */
    private Set<String> names() {
        Set<String> names = new HashSet<>(System.getenv().keySet());
        config.getConfigSources().forEach(source -> {
            if (!source.getName().startsWith(ENVIRONMENT)) {
                names.addAll(source.getPropertyNames());
            }
        });
        return names;
    }

    /**
     * Threads that always have the class loader of the deployment, by which libraries look for their parts: a plain virtual thread would inherit that of the
     * I/O thread that starts it.
     */
    private static Thread thread(Runnable task) {
        Thread thread = VIRTUAL.newThread(task);
        thread.setContextClassLoader(Wiring.class.getClassLoader());
        return thread;
    }

    /** What tells this start of the server from every other. */
    private static String start() {
        return Long.toString(System.currentTimeMillis(), Character.MAX_RADIX);
    }

    void close(@Disposes Node node) {
        node.close();
    }

    @Produces
    @Singleton
    Door door(Node node) {
        return node.door();
    }

    @Produces
    @Singleton
    Signaling signaling(Node node) {
        return node.signaling();
    }

    static String version() {
        return Optional.ofNullable(Wiring.class.getPackage().getImplementationVersion()).orElse("0.1.0");
    }
}
