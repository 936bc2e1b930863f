package almenara.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import almenara.tables.HandClock;
import almenara.tables.Table;
import almenara.tables.TableContract;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
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

    @Test
    void aWatcherThatThrowsDisturbsNoWriteOfAnyNode() {
        views.a().watch(new Thrower());
        views.b().watch(new Thrower());
        assertTrue(views.a().putIfAbsent("guarded/a", "value", Duration.ZERO));
        assertTrue(views.b().putIfAbsent("guarded/b", "value", Duration.ZERO));
        assertTrue(views.a().remove("guarded/b", "value"));
        assertEquals(Optional.of("value"), views.b().get("guarded/a"));
    }

    /** Only the entries of its own test. */
    private static final class Thrower implements Table.Watcher {
        @Override
        public void reset(Map<String, String> entries) {
            // nothing to take in
        }

        @Override
        public void stored(String key, String value) {
            gone(key);
        }

        @Override
        public void gone(String key) {
            if (key.startsWith("guarded/")) {
                throw new RejectedExecutionException("the threads have ended");
            }
        }
    }

    @Test
    void aTableThatIsClosedTellsNobody() {
        CacheTable closed = new CacheTable(grid.cache(0, "closed"));
        AtomicInteger told = new AtomicInteger();
        closed.watch(new Counter(told));
        closed.put("key", "one", Duration.ZERO);
        closed.close();
        closed.put("key", "two", Duration.ZERO);
        assertEquals(1, told.get());
    }

    private record Counter(AtomicInteger told) implements Table.Watcher {
        @Override
        public void reset(Map<String, String> entries) {
            // nothing is there yet
        }

        @Override
        public void stored(String key, String value) {
            told.incrementAndGet();
        }

        @Override
        public void gone(String key) {
            told.incrementAndGet();
        }
    }

    @Override
    protected void pass(Duration time) {
        CLOCK.advance(time);
    }
}
