package almenara.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.infinispan.configuration.cache.CacheMode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CacheClusterTest {

    private static final long PATIENCE_SECONDS = 20;

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<CacheCluster> nodes = new ArrayList<>();
    private Grid grid;

    @AfterEach
    void close() {
        nodes.forEach(CacheCluster::close);
        grid.close();
        threads.close();
    }

    private CacheCluster node(int node, String suffix) {
        CacheCluster cluster = new CacheCluster(grid.cache(node, "rooms"), grid.cache(node, "nodes"), suffix, threads);
        nodes.add(cluster);
        cluster.start();
        return cluster;
    }

    @Test
    void aNodeAloneIsItsCluster() {
        grid = new Grid(CacheMode.LOCAL, 1, Clock.systemUTC());
        CacheCluster alone = node(0, "one");
        assertEquals(1, alone.size());
        assertTrue(alone.serving());
        assertTrue(alone.alive(alone.self()));
        assertTrue(alone.leads("any room"));
        assertFalse(alone.alive("somebody~else"));
    }

    @Test
    void nodesKnowEachOtherByTheirStarts() {
        grid = new Grid(CacheMode.REPL_SYNC, 2, Clock.systemUTC());
        CacheCluster first = node(0, "one");
        CacheCluster second = node(1, "two");
        assertEquals(2, first.size());
        assertTrue(first.alive(second.self()));
        assertTrue(second.alive(first.self()));
        assertFalse(first.alive(second.self().replace("~two", "~before")));
    }

    @Test
    void aServerThatIsStartedAgainIsNotItsFormerStart() {
        grid = new Grid(CacheMode.REPL_SYNC, 2, Clock.systemUTC());
        CacheCluster first = node(0, "one");
        CacheCluster second = node(1, "two");
        String name = second.self().replace("~two", "");
        grid.cache(0, "nodes").put(name, second.self() + " 00000000-0000-0000-0000-000000000000");
        Grid.await("its former start is over", () -> !first.alive(second.self()));
    }

    @Test
    void everyKeyHasOneLeader() {
        grid = new Grid(CacheMode.REPL_SYNC, 3, Clock.systemUTC());
        List<CacheCluster> nodes = List.of(node(0, "a"), node(1, "b"), node(2, "c"));
        for (int key = 0; key < 200; key++) {
            String room = "room " + key;
            assertEquals(1, nodes.stream().filter(node -> node.leads(room)).count(), room);
        }
        assertTrue(nodes.stream().allMatch(node -> IntStream.range(0, 200).anyMatch(key -> node.leads("room " + key))));
    }

    @Test
    void aNodeThatEndsIsToldOfAndNotAliveAnyMore() throws InterruptedException {
        grid = new Grid(CacheMode.REPL_SYNC, 3, Clock.systemUTC());
        CacheCluster first = node(0, "a");
        CacheCluster second = node(1, "b");
        CacheCluster third = node(2, "c");
        CountDownLatch told = new CountDownLatch(1);
        first.watch(merged -> {
            if (!first.alive(third.self())) {
                told.countDown();
            }
        });
        grid.stop(2);
        assertTrue(told.await(PATIENCE_SECONDS, TimeUnit.SECONDS));
        assertFalse(first.alive(third.self()));
        assertTrue(first.alive(second.self()));
        assertTrue(first.leads("some room") != second.leads("some room"));
    }
}
