package almenara.wiring;

import almenara.limits.Waste;
import almenara.pow.Load;
import almenara.transport.Connections;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import javax.management.JMException;
import javax.management.ObjectName;

/**
 * Measures how busy this node is, by what the virtual machine tells of itself. What went into payments that no honest client makes is not counted: a price
 * would not keep them off, and it is the others who would pay it. Egress is not measured: what waits for slow readers is bounded elsewhere.
 */
final class LoadMeter {

    private static final System.Logger LOG = System.getLogger(LoadMeter.class.getName());
    private static final String SYSTEM = "java.lang:type=OperatingSystem";

    private final Clock clock;
    private final Executor threads;
    private final Sources sources;
    private final int mostConnections;
    private long looked = System.nanoTime();
    /** The longest wait since it was last asked for, and when the task that still waits was handed over (0: none waits). */
    private final AtomicLong longest = new AtomicLong();
    private final AtomicLong waitsSince = new AtomicLong();

    LoadMeter(Clock clock, Executor threads, Sources sources, int mostConnections) {
        this.clock = clock;
        this.threads = threads;
        this.sources = sources;
        this.mostConnections = mostConnections;
    }

    /** What is looked at beside the virtual machine. */
    record Sources(Connections connections, Waste waste) {
    }

    /** Hands over a task to see how long it waits for a thread; called once a second. */
    void probe() {
        if (waitsSince.compareAndSet(0, System.nanoTime() | 1)) {
            threads.execute(() -> longest.accumulateAndGet(System.nanoTime() - waitsSince.getAndSet(0), Math::max));
        }
    }

    Load load() {
        double share = sources.connections().size() / (double) mostConnections;
        return new Load(clock.instant().getEpochSecond(), Math.max(0, cpu() - wasted()), heap(), Duration.ofNanos(longest.getAndSet(0)), new Load.Room(share, 0));
    }

    /** The share of all processors that was spent for nothing since this was asked last. */
    private double wasted() {
        long now = System.nanoTime();
        long capacity = (now - looked) * Runtime.getRuntime().availableProcessors();
        looked = now;
        return sources.waste().take() / (double) capacity;
    }

    /** The share of all processors that this process has used lately; 0 where that is not known. */
    private static double cpu() {
        try {
            Object share = ManagementFactory.getPlatformMBeanServer().getAttribute(new ObjectName(SYSTEM), "ProcessCpuLoad");
            return share instanceof Double known && known > 0 ? known : 0;
        } catch (JMException e) {
            LOG.log(System.Logger.Level.DEBUG, "the load of the processors is not known: {0}", e.getMessage());
            return 0;
        }
    }

    /** The share of the heap that was in use after the last collection of each of its parts. */
    private static double heap() {
        long used = ManagementFactory.getMemoryPoolMXBeans().stream().filter(pool -> pool.getType() == MemoryType.HEAP)
                .map(MemoryPoolMXBean::getCollectionUsage).filter(java.util.Objects::nonNull).mapToLong(java.lang.management.MemoryUsage::getUsed).sum();
        return used / (double) Runtime.getRuntime().maxMemory();
    }
}
