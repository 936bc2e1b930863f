package almenara.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import almenara.tables.HandClock;
import almenara.tables.Table;
import almenara.tables.TableContract;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
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
        CacheTable closed = grid.table(0, "closed");
        AtomicInteger told = new AtomicInteger();
        closed.watch(new Counter(told));
        closed.put("key", "one", Duration.ZERO);
        closed.close();
        closed.put("key", "two", Duration.ZERO);
        assertEquals(1, told.get());
    }

    @Test
    void whatIsToldWhileTheNodeIsBusyGoesTogether() {
        Queue<Runnable> tasks = new ArrayDeque<>();
        CacheTable busy = new CacheTable(grid.cache(0, "told"), tasks::add);
        Queue<String> heard = new ConcurrentLinkedQueue<>();
        grid.table(1, "told").watch(new Hearer(heard));
        Grid.await("not both hold it", () -> busy.settledSince(0) && grid.holders(0, "told") == 2 && grid.holders(1, "told") == 2);
        List<String> texts = IntStream.range(0, 65).mapToObj(Integer::toString).toList();
        texts.forEach(busy::tell);
        assertEquals(1, tasks.size());
        tasks.remove().run();
        Grid.await("not all was told", () -> heard.size() == texts.size());
        assertEquals(Set.copyOf(texts), Set.copyOf(heard));
        assertEquals(2, grid.cache(1, "told").size());
        busy.tell("alone");
        tasks.remove().run();
        Grid.await("nothing was told any more", () -> heard.contains("alone"));
    }

    private record Hearer(Queue<String> heard) implements Table.Watcher {
        @Override
        public void reset(Map<String, String> entries) {
            // nothing is there yet
        }

        @Override
        public void stored(String key, String value) {
            heard.add(key);
        }

        @Override
        public void gone(String key) {
            heard.add(key);
        }

        @Override
        public void told(String text) {
            heard.add(text);
        }
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
