package almenara.cluster;

import almenara.sharedstate.SharedTablesContract;
import almenara.tables.HandClock;
import almenara.tables.TableContract.Views;
import java.time.Clock;
import java.time.Duration;
import org.infinispan.configuration.cache.CacheMode;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class ReplicatedSharedTablesTest extends SharedTablesContract {

    private static final HandClock CLOCK = new HandClock();
    private static Grid grid;
    private static Views views;

    @BeforeAll
    static void start() {
        grid = new Grid(CacheMode.REPL_SYNC, 2, CLOCK);
        views = new Views(grid.table(0, "tables"), grid.table(1, "tables"));
    }

    @AfterAll
    static void stop() {
        grid.close();
    }

    @Override
    protected Views table() {
        return views;
    }

    @Override
    protected Clock clock() {
        return CLOCK;
    }

    @Override
    protected void pass(Duration time) {
        CLOCK.advance(time);
    }
}
