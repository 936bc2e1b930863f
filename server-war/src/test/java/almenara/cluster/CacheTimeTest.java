package almenara.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;

import almenara.tables.HandClock;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.infinispan.Cache;
import org.infinispan.configuration.cache.CacheMode;
import org.infinispan.manager.EmbeddedCacheManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Two nodes, and caches that are there before the clock is, and after. */
class CacheTimeTest {

    private static final int SECONDS = 20;

    private final HandClock machine = new HandClock();
    private final HandClock clock = new HandClock();
    private final Grid grid = new Grid(CacheMode.REPL_SYNC, 2, machine);

    @AfterEach
    void close() {
        grid.close();
    }

    private void write(int node, String cache) {
        grid.cache(node, cache).put("key", "value", SECONDS, TimeUnit.SECONDS);
    }

    private EmbeddedCacheManager manager(int node) {
        return grid.cache(node, "before").getCacheManager();
    }

    @Test
    void livesEndByThatClockAndNotByTheMachines() {
        grid.cache(1, "before");
        CacheTime.set(manager(0), clock);
        CacheTime.set(manager(1), clock);
        write(0, "before");
        write(1, "after");
        machine.advance(Duration.ofHours(1));
        Cache<String, String> other = grid.cache(1, "before");
        assertEquals("value", other.get("key"));
        assertEquals("value", grid.cache(0, "after").get("key"));
        clock.advance(Duration.ofSeconds(SECONDS - 1));
        assertEquals("value", other.get("key"));
        clock.advance(Duration.ofSeconds(2));
        Grid.await("their lives end", () -> other.isEmpty() && grid.cache(0, "after").isEmpty());
    }

    @Test
    void afterwardsTheyEndByTheMachinesClock() {
        CacheTime.set(manager(0), Clock.offset(Clock.systemUTC(), Duration.ofHours(-1)));
        write(0, "before");
        assertEquals("value", grid.cache(0, "before").get("key"));
        CacheTime.reset(manager(0));
        Grid.await("its life has ended", () -> grid.cache(0, "before").isEmpty());
    }

    @Test
    void whatHasStoppedNeedsNoTime() {
        EmbeddedCacheManager manager = manager(1);
        CacheTime.set(manager, clock);
        grid.stop(1);
        CacheTime.reset(manager);
    }
}
