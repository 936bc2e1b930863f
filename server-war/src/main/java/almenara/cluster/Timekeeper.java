package almenara.cluster;

import almenara.tables.Table;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Executor;
import org.infinispan.manager.EmbeddedCacheManager;

/** Sees to it that this node, and the caches of its server, have the time of the cluster: tells the others what its machine's clock says, and hears what theirs say. */
public final class Timekeeper implements Table.Listener {

    private static final System.Logger LOG = System.getLogger(Timekeeper.class.getName());
    private static final Duration ANSWER = Duration.ofSeconds(3);
    private static final Duration APART = Duration.ofSeconds(5);

    private final ClusterClock clock;
    private final CacheTable nodes;
    private final Starts starts;
    private final Executor executor;
    /** The time is void, and told to nobody, until this node has joined the others. */
    private final GivenUp doubts = new GivenUp();
    private boolean wrong;

    Timekeeper(ClusterClock clock, CacheTable nodes, Starts starts, Executor executor) {
        this.clock = clock;
        this.nodes = nodes;
        this.starts = starts;
        this.executor = executor;
        doubts.happened();
    }

    /** The time by which the lives of entries end, whatever becomes of the machine's clock. */
    public Clock clock() {
        return clock;
    }

    /** From here on all caches go by the time of the cluster. */
    void start(EmbeddedCacheManager manager, Settling settling) {
        nodes.watch(this);
        join(settling);
        CacheTime.set(manager, clock);
    }

    /** This machine may not have counted all that has passed: nobody is told its time until it has joined the others again. */
    void doubt() {
        doubts.happened();
        clock.forget();
    }

    /** Asks those who run for their time, and takes it, unless it is known. */
    void join(Settling settling) {
        if (!doubts.isVoid()) {
            return;
        }
        int times = doubts.times();
        tell();
        boolean answered = settling.await(ANSWER, () -> clock.knows(starts.running()));
        report(clock.join(starts.others()));
        doubts.mended(times);
        if (!answered) {
            LOG.log(System.Logger.Level.WARNING, "not all nodes have told their time");
        }
    }

    /** All caches go by the machine's clock again, unless it is wrong: as long as they are there they would end what the others have. */
    void close(EmbeddedCacheManager manager) {
        try {
            if (!isApart()) {
                CacheTime.reset(manager);
            }
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.ERROR, "the caches go on by the time of the cluster", e);
        }
    }

    private boolean isApart() {
        return Math.abs(clock.ahead()) > APART.toMillis();
    }

    /** As often as you like, while this node serves: one that is cut off has nobody to compare with. */
    public void round() {
        if (clock.isDue()) {
            tell();
            look();
        }
    }

    private synchronized void look() {
        report(clock.look(starts.elders(), starts.others()));
        boolean apart = isApart();
        if (apart && !wrong) {
            LOG.log(System.Logger.Level.WARNING, "the clock of this machine is {0} s ahead of the time of the cluster; look whether it or that of another node is wrong", seconds(clock.ahead()));
        } else if (wrong && !apart) {
            LOG.log(System.Logger.Level.INFO, "the clock of this machine and the time of the cluster are one again");
        }
        wrong = apart;
    }

    private static void report(long by) {
        if (by != 0) {
            LOG.log(System.Logger.Level.INFO, "the time of this node was put right by {0} s: that is what the cluster has", seconds(by));
        }
    }

    private static String seconds(long millis) {
        return Double.toString(millis / (double) Duration.ofSeconds(1).toMillis());
    }

    private void tell() {
        nodes.tell(clock.telling(starts.id(), !doubts.isVoid()).text());
    }

    @Override
    public void told(String text) {
        Telling telling = Telling.read(text);
        if (telling.node().equals(starts.id())) {
            return;
        }
        clock.hear(telling);
        if (telling.time().isEmpty() && !doubts.isVoid()) {
            executor.execute(this::tell);
        }
    }
}
