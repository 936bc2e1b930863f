package almenara.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.infinispan.Cache;
import org.infinispan.configuration.cache.CacheMode;
import org.infinispan.context.Flag;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is removed while nodes come and go is removed everywhere, also where another node has the last word of a key by then. */
class RemovedCopiesTest {

    private static final String CACHE = "members";
    private static final int NODES = 3;
    private static final int COMINGS = 50;
    private static final int WRITERS = 16;
    /** So much is removed between two changes. */
    private static final int SOME = 50;

    private final Grid grid = new Grid(CacheMode.REPL_SYNC, NODES, Clock.systemUTC());
    private final ExecutorService threads = Executors.newFixedThreadPool(WRITERS);
    private final List<Future<?>> writers = new ArrayList<>();
    private final AtomicBoolean over = new AtomicBoolean();
    private final AtomicInteger removed = new AtomicInteger();

    @AfterEach
    void close() {
        over.set(true);
        threads.close();
        grid.close();
    }

    private void churn(CacheTable table, int writer) {
        for (int round = 0; !over.get(); round++) {
            String key = "key " + round + " of " + writer;
            assertTrue(table.putIfAbsent(key, "value", Duration.ZERO));
            assertTrue(table.remove(key, "value"));
            removed.incrementAndGet();
        }
    }

    private void awaitSome() {
        int before = removed.get();
        Grid.await("some have been removed", () -> removed.get() > before + SOME || writers.stream().anyMatch(Future::isDone));
    }

    private Set<String> held(int node) {
        return Set.copyOf(grid.cache(node, CACHE).getAdvancedCache().withFlags(Flag.CACHE_MODE_LOCAL).keySet());
    }

    @Test
    void nobodyHoldsThem() throws Exception {
        List<CacheTable> tables = IntStream.range(0, NODES - 1).mapToObj(node -> grid.table(node, CACHE)).toList();
        IntStream.range(0, WRITERS).forEach(writer -> writers.add(threads.submit(() -> churn(tables.get(writer % tables.size()), writer))));
        for (int coming = 0; coming < COMINGS; coming++) {
            awaitSome();
            Cache<String, String> third = grid.cache(NODES - 1, CACHE);
            awaitSome();
            third.stop();
        }
        over.set(true);
        for (Future<?> writer : writers) {
            writer.get();
        }
        for (int node = 0; node < tables.size(); node++) {
            assertEquals(Set.of(), held(node));
        }
    }
}
