package almenara.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import almenara.tables.HandClock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.infinispan.configuration.cache.CacheMode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Two nodes, the clock of whose machine is set. */
class CacheTimeTest {

    private static final Duration LEASE = Duration.ofSeconds(20);
    private static final Duration HOUR = Duration.ofHours(1);

    private final HandClock machine = new HandClock();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Grid grid = new Grid(CacheMode.REPL_SYNC, 2, machine);

    @AfterEach
    void close() {
        grid.close();
        threads.close();
    }

    private CacheTable offers(int node) {
        CacheCluster cluster = new CacheCluster(grid.cache(node, "rooms"), grid.cache(node, "nodes"), "start", threads);
        CacheTable offers = cluster.table(grid.cache(node, "offers"));
        cluster.start();
        return offers;
    }

    @Test
    void noLeaseEndsBecauseSomebodySetsTheClock() {
        CacheTable one = offers(0);
        CacheTable other = offers(1);
        for (int offer = 0; offer < 50; offer++) {
            assertTrue(one.putIfAbsent("offer " + offer, "one", LEASE));
        }
        machine.advance(HOUR);
        for (int offer = 0; offer < 50; offer++) {
            assertFalse(other.putIfAbsent("offer " + offer, "other", LEASE));
            assertEquals(Optional.of("one"), one.get("offer " + offer));
        }
    }

    @Test
    void whatIsWrittenWhileTheClockIsAheadEndsInItsTimeAllTheSame() {
        CacheTable one = offers(0);
        machine.advance(HOUR);
        one.put("offer", "one", Duration.ofMillis(300));
        machine.advance(HOUR.negated());
        Grid.await("the lease ends", () -> one.get("offer").isEmpty());
    }
}
