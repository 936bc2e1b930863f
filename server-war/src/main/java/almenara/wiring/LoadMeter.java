package almenara.wiring;

import almenara.pow.Load;
import almenara.transport.Connections;
import almenara.transport.Usage;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.time.Clock;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import javax.management.JMException;
import javax.management.ObjectName;

/**
 * Measures how busy this node is, by what the virtual machine tells of itself. What went into payments that no honest client makes is not counted: a price
 * would not keep them off, and it is the others who would pay it.
 */
final class LoadMeter {

    private static final System.Logger LOG = System.getLogger(LoadMeter.class.getName());
    private static final String SYSTEM = "java.lang:type=OperatingSystem";

    private final Clock clock;
    private final Executor threads;
    private final Sources sources;
    private final Settings.Full full;
    private long looked = System.nanoTime();
    private final Waits waits = new Waits();
    /** When the task that still waits was handed over; 0: none waits. */
    private final AtomicLong waitsSince = new AtomicLong();

    LoadMeter(Clock clock, Executor threads, Sources sources, Settings.Full full) {
        this.clock = clock;
        this.threads = threads;
        this.sources = sources;
        this.full = full;
    }

    /** What is looked at beside the virtual machine. */
    record Sources(Connections connections, Usage usage) {
    }

    /** Hands over a task to see how long it waits for a thread, or looks how long the last one has been waiting; called ten times a second. */
    void probe() {
        long now = System.nanoTime();
        if (waitsSince.compareAndSet(0, now | 1)) {
            threads.execute(() -> waits.add(System.nanoTime() - waitsSince.getAndSet(0)));
        } else {
            long since = waitsSince.get();
            waits.add(since == 0 ? 0 : now - since);
        }
    }

    /** The load since this was asked last. */
    Load load() {
        long now = System.nanoTime();
        long since = Math.max(1, now - looked);
        looked = now;
        double waiting = waits.take() / (double) full.waiting().toNanos();
        return new Load(clock.instant().getEpochSecond(), Math.max(0, cpu() - wasted(since)), heap(), waiting, new Load.Room(connections(), egress(since)));
    }

    private double connections() {
        return sources.connections().size() / (double) full.connections();
    }

    private double egress(long since) {
        long sent = sources.usage().sent().sumThenReset();
        return full.egress() == 0 ? 0 : sent * (double) TimeUnit.SECONDS.toNanos(1) / since / full.egress();
    }

    /** The share of all processors that was spent for nothing. */
    private double wasted(long since) {
        return sources.usage().waste().take() / ((double) since * Runtime.getRuntime().availableProcessors());
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
