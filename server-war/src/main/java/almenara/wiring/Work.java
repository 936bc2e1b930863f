package almenara.wiring;

import almenara.limits.Rate;
import almenara.pow.EffortLaw;
import almenara.pow.Load;
import almenara.pow.Price;
import almenara.pow.QuoteKeys;
import almenara.pow.Terms;
import almenara.pow.Verifier;
import almenara.rooms.Rooms;
import almenara.signaling.Cashier;
import almenara.signaling.Tally;
import almenara.signaling.Toll;
import almenara.signaling.WorkToll;
import almenara.tables.Table;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/** What this node asks in work, if it asks for any. */
final class Work {

    private static final System.Logger LOG = System.getLogger(Work.class.getName());
    /** Where the secret of the cluster lies among the proofs, whose keys are longer. */
    private static final String ROOT = "root";
    private static final int SECRET = 32;

    private final Optional<WorkToll> toll;
    private final Table log;
    private final Duration period;
    private long followed = System.nanoTime();

    /** What the cluster shares of it: the proofs that were spent, and the log of all rooms. */
    record Tables(Table spent, Table log) {
    }

    /** The node's name, its means, and who counts what it takes. */
    record Means(String node, Clock clock, RandomGenerator random, Tally tally) {
    }

    Work(Settings.Work settings, Tables tables, Rooms rooms, Means means) {
        this.log = tables.log();
        this.period = settings.steering().telling().period();
        this.toll = settings.isAsked() ? Optional.of(toll(settings, tables.spent(), rooms, means)) : Optional.empty();
    }

    private static WorkToll toll(Settings.Work settings, Table spent, Rooms rooms, Means means) {
        byte[] root = settings.secret().length > 0 ? settings.secret() : agreed(spent, means.random());
        QuoteKeys keys = new QuoteKeys(root);
        Verifier verifier = new Verifier(keys, spent, means.clock(), means.random());
        Rate faults = new Rate(TimeUnit.MINUTES.toNanos(1) / settings.faults(), settings.faults(), means.random());
        Cashier cashier = new Cashier(verifier, faults, System::nanoTime, means.tally());
        WorkToll.Till till = new WorkToll.Till(keys, cashier, means.clock(), Terms.node(means.node()));
        EffortLaw law = new EffortLaw(settings.tariff().base(), settings.steering());
        return new WorkToll(rooms, till, new WorkToll.Rates(new Price(settings.tariff()), law, settings.quote()));
    }

    /** The secret that the nodes have in common: whoever comes first makes it. */
    private static byte[] agreed(Table spent, RandomGenerator random) {
        byte[] fresh = new byte[SECRET];
        random.nextBytes(fresh);
        return HexFormat.of().parseHex(spent.settle(ROOT, HexFormat.of().formatHex(fresh), Duration.ZERO));
    }

    Toll toll() {
        return toll.isPresent() ? toll.get() : Toll.FREE;
    }

    void start() {
        toll.ifPresent(log::watch);
    }

    /** Called once a second. True when the price has changed so much that it is told. */
    boolean round(LoadMeter meter) {
        if (toll.isEmpty() || System.nanoTime() - followed < period.toNanos()) {
            return false;
        }
        followed = System.nanoTime();
        Load load = meter.load();
        LOG.log(System.Logger.Level.DEBUG, "the price follows {0}", load);
        return toll.get().follow(load);
    }
}
