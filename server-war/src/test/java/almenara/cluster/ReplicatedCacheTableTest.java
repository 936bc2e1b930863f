package almenara.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;

import almenara.tables.HandClock;
import almenara.tables.TableContract;
import java.time.Duration;
import java.util.Optional;
import org.infinispan.configuration.cache.CacheMode;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ReplicatedCacheTableTest extends TableContract {

    private static final HandClock CLOCK = new HandClock();
    private static Grid grid;
    private static Views views;

    @BeforeAll
    static void start() {
        grid = new Grid(CacheMode.REPL_SYNC, 2, CLOCK);
        views = new Views(new CacheTable(grid.cache(0, "table")), new CacheTable(grid.cache(1, "table")));
    }

    @AfterAll
    static void stop() {
        grid.close();
    }

    @Override
    protected Views table() {
        return views;
    }

    @Test
    void whatOneNodeForgetsTheOtherStillHas() {
        views.a().put("forgotten", "value", Duration.ZERO);
        views.a().forget("forgotten");
        assertEquals(Optional.empty(), views.a().get("forgotten"));
        assertEquals(Optional.of("value"), views.b().get("forgotten"));
    }

    @Override
    protected void pass(Duration time) {
        CLOCK.advance(time);
    }
}
