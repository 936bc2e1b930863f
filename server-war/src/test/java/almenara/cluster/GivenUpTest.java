package almenara.cluster;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import almenara.tables.Table;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.infinispan.configuration.cache.CacheMode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A node of four whose others had gone on without it, and do so again before it has taken everything from them. */
class GivenUpTest {

    private static final int NODES = 4;
    private static final int HUNG = 1;

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Grid grid = new Grid(CacheMode.REPL_SYNC, NODES, Clock.systemUTC());
    private final AtomicInteger tasks = new AtomicInteger();
    private final List<CacheCluster> clusters = IntStream.range(0, NODES).mapToObj(this::cluster).toList();
    private final SlowReader reader = new SlowReader();

    @AfterEach
    void close() {
        reader.goOn.countDown();
        clusters.forEach(CacheCluster::close);
        grid.close();
        threads.close();
    }

    private CacheCluster cluster(int node) {
        return new CacheCluster(grid.cache(node, "rooms"), grid.cache(node, "nodes"), "start", task -> {
            tasks.incrementAndGet();
            threads.execute(() -> {
                task.run();
                tasks.decrementAndGet();
            });
        });
    }

    /** Takes its time when everything is read anew. */
    private static final class SlowReader implements Table.Watcher {
        private final AtomicBoolean slow = new AtomicBoolean();
        private final CountDownLatch reading = new CountDownLatch(1);
        private final CountDownLatch goOn = new CountDownLatch(1);

        @Override
        public void reset(Map<String, String> entries) {
            if (slow.get()) {
                reading.countDown();
                try {
                    goOn.await();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }
        }

        @Override
        public void stored(String key, String value) {
            // only what is read anew matters
        }

        @Override
        public void gone(String key) {
            // only what is read anew matters
        }
    }

    private void settled(int nodes) {
        Grid.await("all hold it", () -> List.of("rooms", "nodes", "log").stream().allMatch(cache -> grid.holders(HUNG, cache) == nodes));
    }

    @Test
    void itServesOnlyWhenItHasReadWhatCameAfterTheLastTime() throws InterruptedException {
        CacheCluster hung = clusters.get(HUNG);
        IntStream.range(0, NODES).forEach(node -> clusters.get(node).table(grid.cache(node, "log")).watch(node == HUNG ? reader : new SlowReader()));
        clusters.forEach(CacheCluster::start);
        settled(NODES);
        Grid.await("all has been told", () -> tasks.get() == 0);
        assertTrue(hung.serving());
        reader.slow.set(true);
        grid.giveUp(HUNG);
        assertFalse(hung.serving());
        grid.stop(NODES - 1);
        reader.reading.await();
        settled(NODES - 1);
        grid.giveUp(HUNG);
        reader.goOn.countDown();
        Grid.await("it has read what came after the first time", () -> tasks.get() == 1);
        assertFalse(hung.serving());
        grid.stop(NODES - 2);
        Grid.await("it serves", hung::serving);
    }
}
