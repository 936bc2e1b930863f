package almenara.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import almenara.messages.Refusal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The node that coordinates hears of the caches from the others, before it has a configuration of them. */
class LateCoordinatorTest {

    private static final int FIRST = 0;
    private static final Duration LIFE = Duration.ofMinutes(2);

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Grid grid = Grid.parting(3);
    private final Map<Integer, CacheTable> logs = new ConcurrentHashMap<>();
    private List<CacheCluster> others;

    @BeforeEach
    void theOthersStart() {
        Grid.await("all are there", () -> IntStream.range(0, 3).allMatch(node -> grid.seen(node) == 3));
        others = IntStream.of(1, 2).mapToObj(this::cluster).toList();
        others.forEach(other -> threads.execute(other::start));
    }

    @AfterEach
    void close() {
        others.forEach(CacheCluster::close);
        grid.close();
        threads.close();
    }

    private CacheCluster cluster(int node) {
        CacheCluster cluster = new CacheCluster(grid.sudden(node, "rooms"), grid.sudden(node, "nodes"), "start", threads);
        logs.put(node, cluster.table(grid.sudden(node, "log")));
        return cluster;
    }

    private long starts(int node) {
        return grid.sudden(node, "nodes").keySet().stream().filter(key -> !Told.isTold(key)).count();
    }

    private void awaitTheOthers() {
        Grid.await("the others have said that they run", () -> IntStream.of(1, 2).allMatch(node -> starts(node) == 2));
    }

    private CacheCluster startFirst() {
        CacheCluster first = cluster(FIRST);
        first.start();
        Grid.await("all serve", () -> first.serving() && others.stream().allMatch(CacheCluster::serving));
        Grid.await("all hold the log", () -> IntStream.range(0, 3).allMatch(node -> grid.holders(node, "log") == 3));
        return first;
    }

    @Test
    void nobodyServesBeforeItRuns() {
        awaitTheOthers();
        others.forEach(other -> assertFalse(other.serving()));
        startFirst();
    }

    @Test
    void aloneItStopsAndTheOthersGoOn() {
        CacheCluster first = startFirst();
        grid.part(FIRST, true);
        Grid.await("it is cut off", () -> !first.serving());
        assertEquals(Refusal.Code.UNAVAILABLE, assertThrows(Refusal.class, () -> logs.get(FIRST).put("key", "of the one", LIFE)).code());
        Grid.await("the others go on", () -> others.stream().allMatch(other -> other.size() == 2 && other.serving()));
        logs.get(1).put("key", "of the two", LIFE);
        grid.part(FIRST, false);
        Grid.await("it serves again", first::serving);
        assertEquals(Optional.of("of the two"), logs.get(FIRST).get("key"));
    }

    @Test
    void whenItEndsTheOthersServeWithoutWaitingForIt() {
        awaitTheOthers();
        grid.stop(FIRST);
        Grid.await("the others serve", () -> others.stream().allMatch(CacheCluster::serving));
        logs.get(1).put("key", "value", LIFE);
        assertEquals(Optional.of("value"), logs.get(2).get("key"));
    }
}
