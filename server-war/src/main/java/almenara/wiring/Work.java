package almenara.wiring;

import almenara.pow.EffortLaw;
import almenara.pow.Load;
import almenara.pow.Price;
import almenara.pow.QuoteKeys;
import almenara.pow.Terms;
import almenara.pow.Verifier;
import almenara.rooms.Rooms;
import almenara.signaling.Cashier;
import almenara.signaling.Toll;
import almenara.signaling.WorkToll;
import almenara.tables.Table;
import java.time.Duration;
import java.util.Optional;

/** What this node asks in work, if it asks for any. */
final class Work {

    private static final System.Logger LOG = System.getLogger(Work.class.getName());

    private final Optional<WorkToll> toll;
    private final Table log;
    private final Duration period;
    private long followed = System.nanoTime();

    /** What a price looks at: the rooms, and the log of them all. */
    record Sights(Rooms rooms, Table log) {
    }

    /** {@code node} is the name of this one in the cluster. */
    Work(Settings.Work settings, String node, Sights sights, Trust trust) {
        this.log = sights.log();
        this.period = settings.steering().telling().period();
        this.toll = settings.isAsked() ? Optional.of(toll(settings, node, sights.rooms(), trust)) : Optional.empty();
    }

    private static WorkToll toll(Settings.Work settings, String node, Rooms rooms, Trust trust) {
        Trust.Means means = trust.means();
        QuoteKeys keys = new QuoteKeys(trust.root());
        Cashier cashier = new Cashier(new Verifier(keys, trust.spent(), means.clock(), means.random()), trust.faults(), means.tally());
        WorkToll.Till till = new WorkToll.Till(keys, cashier, means.clock(), Terms.node(node));
        EffortLaw law = new EffortLaw(settings.tariff().base(), settings.steering());
        return new WorkToll(rooms, till, new WorkToll.Rates(new Price(settings.tariff()), law, settings.quote()));
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
