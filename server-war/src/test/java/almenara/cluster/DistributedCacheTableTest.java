package almenara.cluster;

import almenara.tables.HandClock;
import almenara.tables.TableContract;
import java.time.Duration;
import org.infinispan.configuration.cache.CacheMode;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class DistributedCacheTableTest extends TableContract {

    private static final HandClock CLOCK = new HandClock();
    private static Grid grid;
    private static Views views;

    @BeforeAll
    static void start() {
        grid = new Grid(CacheMode.DIST_SYNC, 2, CLOCK);
        views = new Views(grid.table(0, "table"), grid.table(1, "table"));
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
    protected void pass(Duration time) {
        CLOCK.advance(time);
    }
}
