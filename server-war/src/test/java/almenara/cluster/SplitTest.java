package almenara.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import almenara.messages.Refusal;
import almenara.tables.Table;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.infinispan.Cache;
import org.infinispan.notifications.Listener;
import org.infinispan.notifications.cachelistener.annotation.PartitionStatusChanged;
import org.infinispan.notifications.cachelistener.event.PartitionStatusChangedEvent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A node of three that nothing comes through to, while it writes. */
class SplitTest {

    private static final int ALONE = 2;
    private static final Duration LIFE = Duration.ofMinutes(2);

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Grid grid = Grid.parting(3);
    private final List<Cache<String, String>> caches = IntStream.range(0, 3).mapToObj(node -> grid.cache(node, "log")).toList();
    private final List<CacheTable> tables = caches.stream().map(cache -> new CacheTable(cache, Runnable::run)).toList();

    @AfterEach
    void close() {
        grid.close();
        threads.close();
    }

    /** Holds up the news that a cache is cut off, as a busy machine does. */
    @Listener(observation = Listener.Observation.PRE)
    public static final class Delay {
        private final CompletableFuture<Void> news = new CompletableFuture<>();

        @PartitionStatusChanged
        public CompletionStage<Void> changed(PartitionStatusChangedEvent<String, String> event) {
            return news;
        }
    }

    private String keyOf(int primary) {
        Cache<String, String> cache = caches.get(primary);
        return IntStream.range(0, 1000).mapToObj(number -> "key " + number)
                .filter(key -> cache.getAdvancedCache().getDistributionManager().getCacheTopology().getDistribution(key).isPrimary()).findFirst().orElseThrow();
    }

    private static Function<Table, Object> write(String kind, String key) {
        return switch (kind) {
            case "put" -> table -> {
                table.put(key, "new", LIFE);
                return true;
            };
            case "putIfAbsent" -> table -> table.putIfAbsent(key, "new", LIFE);
            case "replace" -> table -> table.replace(key, "old", "new", LIFE);
            case "remove" -> table -> table.remove(key, "old");
            default -> table -> table.settle(key, "new", LIFE);
        };
    }

    @ParameterizedTest
    @ValueSource(strings = {"put", "putIfAbsent", "replace", "remove", "settle"})
    void aWriteThatIsUnderWayWhenTheOthersAreLostIsNotTakenForDone(String kind) {
        Grid.await("all are there", () -> IntStream.range(0, 3).allMatch(node -> grid.seen(node) == 3));
        String key = keyOf(ALONE);
        if (!kind.equals("putIfAbsent")) {
            tables.get(0).put(key, "old", LIFE);
        }
        Delay delay = new Delay();
        caches.get(ALONE).addListener(delay);
        grid.part(ALONE, true);
        CompletableFuture<Object> written = CompletableFuture.supplyAsync(() -> write(kind, key).apply(tables.get(ALONE)), threads);
        Throwable why = assertThrows(CompletionException.class, written::join).getCause();
        delay.news.complete(null);
        assertEquals(Refusal.Code.UNAVAILABLE, ((Refusal) why).code());
    }

    @Test
    void aWriteOfTheOthersReturnsOnceTheyKnowThatTheyAreTheGreaterPart() {
        Grid.await("all are there", () -> IntStream.range(0, 3).allMatch(node -> grid.seen(node) == 3));
        String key = keyOf(0);
        grid.part(ALONE, true);
        assertTrue(tables.get(0).putIfAbsent(key, "value", LIFE));
        assertEquals(Optional.of("value"), tables.get(1).get(key));
    }

    @Test
    void aWriteThatWasUnderWayWhenTheOthersGaveThisNodeUpIsNotTakenForDone() {
        Grid.await("all are there", () -> IntStream.range(0, 3).allMatch(node -> grid.seen(node) == 3));
        grid.part(ALONE, true);
        CompletableFuture<Boolean> written = new CompletableFuture<>();
        Thread writer = Thread.ofPlatform().start(() -> written.completeAsync(() -> tables.get(ALONE).putIfAbsent(keyOf(ALONE), "value", LIFE), Runnable::run));
        Grid.await("it waits for the others", () -> writer.getState() == Thread.State.WAITING || writer.getState() == Thread.State.TIMED_WAITING);
        tables.get(ALONE).lapse();
        grid.part(ALONE, false);
        Throwable why = assertThrows(CompletionException.class, written::join).getCause();
        assertEquals(Refusal.Code.UNAVAILABLE, ((Refusal) why).code());
    }
}
