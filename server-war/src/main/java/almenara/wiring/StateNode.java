package almenara.wiring;

import almenara.dialects.JsonLimits;
import almenara.dialects.LibreMesh;
import almenara.limits.Rate;
import almenara.seal.Signatures;
import almenara.sharedstate.SharedTables;
import almenara.tables.Table;
import almenara.transport.StateDesk;
import java.time.Clock;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/** What this node does with shared-state tables. */
final class StateNode {

    private final SharedTables tables;
    private final StateDesk desk;

    /** The time, chance (unpredictable), and the limits of messages. */
    record Means(Clock clock, RandomGenerator random, JsonLimits json) {
    }

    StateNode(Settings.State settings, Table table, Means means) {
        this.tables = new SharedTables(table, settings.limits(), new SharedTables.Means(means.clock(), means.random(), Signatures::isSigned));
        // a table is one level, an entry another
        JsonLimits limits = new JsonLimits(means.json().depth() + 2, Math.max(means.json().keys(), settings.limits().size().entries()));
        this.desk = new StateDesk(tables, new LibreMesh(limits), settings.served(),
                new StateDesk.Quota(rate(settings.posts(), means), rate(settings.changes(), means), System::nanoTime));
    }

    private static Rate rate(int aMinute, Means means) {
        return new Rate(TimeUnit.MINUTES.toNanos(1) / aMinute, aMinute, means.random());
    }

    void start() {
        tables.start();
    }

    StateDesk desk() {
        return desk;
    }
}
