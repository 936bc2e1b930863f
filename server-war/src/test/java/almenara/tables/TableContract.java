package almenara.tables;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What every table promises, whatever it is made of. The keys are new in each test, so that one table may serve all of them. */
public abstract class TableContract {

    private static final Duration LIFE = Duration.ofSeconds(2);
    private static final Duration ZERO = Duration.ZERO;

    private final String key = "key-" + UUID.randomUUID();

    /** The same table as two nodes have it. */
    public record Views(Table a, Table b) {
    }

    protected abstract Views table();

    /** Lets that much time go by, for the table and all who read its clock. */
    protected abstract void pass(Duration time);

    @Test
    void whatOneNodeStoresTheOtherReads() {
        Views table = table();
        table.a().put(key, "one\ntwo", ZERO);
        assertEquals(Optional.of("one\ntwo"), table.b().get(key));
        assertEquals(Optional.empty(), table.a().get(key + "?"));
    }

    @Test
    void anEmptyValueIsRefusedHoweverItComes() {
        Table table = table().a();
        table.put(key, "one", ZERO);
        assertThrows(IllegalArgumentException.class, () -> table.put(key, "", ZERO));
        assertThrows(IllegalArgumentException.class, () -> table.replace(key, "one", "", ZERO));
        assertThrows(IllegalArgumentException.class, () -> table.putIfAbsent(key + "?", "", ZERO));
        assertThrows(IllegalArgumentException.class, () -> table.settle(key + "?", "", ZERO));
        assertEquals(Optional.of("one"), table.get(key));
        assertEquals(Optional.empty(), table.get(key + "?"));
    }

    @Test
    void aFreeKeyGoesToOneOfManyThreadsOnBothNodes() throws Exception {
        Views table = table();
        for (int round = 0; round < 20; round++) {
            String free = key + round;
            AtomicInteger winners = new AtomicInteger();
            Crowd.of(8, each -> {
                if (side(table, each).putIfAbsent(free, "of " + each, ZERO)) {
                    winners.incrementAndGet();
                }
            });
            assertEquals(1, winners.get());
            assertEquals(table.a().get(free), table.b().get(free));
        }
    }

    @Test
    void aValueIsReplacedByOneOfManyThreadsOnBothNodes() throws Exception {
        Views table = table();
        table.a().put(key, "0", ZERO);
        AtomicInteger replaced = new AtomicInteger();
        Crowd.of(8, each -> IntStream.range(0, 50).forEach(next -> {
            if (side(table, each).replace(key, Integer.toString(next), Integer.toString(next + 1), ZERO)) {
                replaced.incrementAndGet();
            }
        }));
        assertEquals(Optional.of(Integer.toString(replaced.get())), table.b().get(key));
    }

    @Test
    void aValueIsRemovedByOneOfManyThreadsOnBothNodes() throws Exception {
        Views table = table();
        table.a().put(key, "value", ZERO);
        AtomicInteger removed = new AtomicInteger();
        Crowd.of(8, each -> {
            if (side(table, each).remove(key, "value")) {
                removed.incrementAndGet();
            }
        });
        assertEquals(1, removed.get());
    }

    @Test
    void conditionalWritesCompareExactly() {
        Views table = table();
        table.a().put(key, "value", ZERO);
        assertFalse(table.b().replace(key, "Value", "other", ZERO));
        assertFalse(table.b().replace(key, "value ", "other", ZERO));
        assertFalse(table.b().remove(key, ""));
        assertFalse(table.b().putIfAbsent(key, "value", ZERO));
        assertFalse(table.a().replace(key + "?", "", "other", ZERO));
        assertFalse(table.a().remove(key + "?", ""));
        assertEquals(Optional.of("value"), table.a().get(key));
        assertTrue(table.b().replace(key, "value", "other", ZERO));
        assertTrue(table.a().remove(key, "other"));
        assertTrue(table.b().putIfAbsent(key, "again", ZERO));
    }

    @Test
    void aLifeEndsAndTheKeyIsFreeAgain() {
        Views table = table();
        table.a().putIfAbsent(key, "short", LIFE);
        assertEquals(Optional.of("short"), table.b().get(key));
        pass(LIFE.multipliedBy(2));
        assertEquals(Optional.empty(), table.b().get(key));
        assertFalse(table.a().replace(key, "short", "longer", LIFE));
        assertFalse(table.b().remove(key, "short"));
        assertTrue(table.b().putIfAbsent(key, "next", LIFE));
    }

    @Test
    void aWriteGivesANewLife() {
        Views table = table();
        table.a().put(key, "one", LIFE);
        assertTrue(table.b().replace(key, "one", "two", Duration.ofHours(1)));
        table.a().put(key + "2", "one", LIFE);
        table.b().put(key + "2", "two", ZERO);
        pass(LIFE.multipliedBy(2));
        assertEquals(Optional.of("two"), table.a().get(key));
        assertEquals(Optional.of("two"), table.a().get(key + "2"));
    }

    @Test
    void aLifeOfZeroHasNoEnd() {
        Views table = table();
        table.a().put(key, "for ever", ZERO);
        pass(LIFE.multipliedBy(2));
        assertEquals(Optional.of("for ever"), table.b().get(key));
    }

    @Test
    void aWatcherIsToldWhatIsThereAndThenWhatChangesInItsOrder() {
        Views table = table();
        table.a().put(key, "0", ZERO);
        Watching watching = new Watching(key);
        table.b().watch(watching);
        table.a().put(key, "1", ZERO);
        assertTrue(table.b().replace(key, "1", "2", ZERO));
        assertTrue(table.a().remove(key, "2"));
        assertTrue(table.a().putIfAbsent(key, "3", ZERO));
        watching.expect(List.of("reset 0", "stored 1", "stored 2", "gone", "stored 3"));
    }

    @Test
    void aWatcherIsToldOfAnEndOfLife() {
        Views table = table();
        Watching watching = new Watching(key);
        table.b().watch(watching);
        table.a().put(key, "short", LIFE);
        watching.expect(List.of("reset", "stored short"));
        pass(LIFE.multipliedBy(2));
        table.b().get(key);
        watching.expect(List.of("reset", "stored short", "gone"));
    }

    @Test
    void aWatcherHearsNothingOfConditionalWritesThatLose() {
        Views table = table();
        table.a().put(key, "here", ZERO);
        Watching watching = new Watching(key);
        table.a().watch(watching);
        table.b().putIfAbsent(key, "lost", ZERO);
        table.b().replace(key, "not this", "lost", ZERO);
        table.b().remove(key, "not this");
        table.b().put(key, "won", ZERO);
        watching.expect(List.of("reset here", "stored won"));
    }

    @Test
    void whatEveryNodeForgetsIsGoneWithoutBeingTold() {
        Views table = table();
        table.a().put(key, "value", ZERO);
        Watching watching = new Watching(key);
        table.b().watch(watching);
        table.a().forget(key);
        table.b().forget(key);
        assertEquals(Optional.empty(), table.a().get(key));
        assertEquals(Optional.empty(), table.b().get(key));
        assertTrue(table.a().putIfAbsent(key, "new", ZERO));
        assertEquals(Optional.of("new"), table.b().get(key));
        watching.expect(List.of("reset value", "stored new"));
    }

    @Test
    void whatIsSettledIsWhatWasThereOrElseWhatIsGiven() {
        Views table = table();
        assertEquals("given", table.a().settle(key, "given", ZERO));
        assertEquals(Optional.of("given"), table.b().get(key));
        assertEquals("given", table.b().settle(key, "other", ZERO));
        assertEquals(Optional.of("given"), table.a().get(key));
    }

    @Test
    void manyThreadsOnBothNodesSettleUponOneValue() throws Exception {
        Views table = table();
        List<String> answers = Collections.synchronizedList(new ArrayList<>());
        Crowd.of(8, each -> answers.add(side(table, each).settle(key, "of " + each, ZERO)));
        assertEquals(Set.copyOf(answers), Set.of(table.a().get(key).orElseThrow()));
        assertEquals(table.a().get(key), table.b().get(key));
    }

    @Test
    void whatIsSettledGetsANewLife() {
        Views table = table();
        table.a().put(key, "value", LIFE);
        table.b().settle(key, "other", ZERO);
        pass(LIFE.multipliedBy(2));
        assertEquals(Optional.of("value"), table.a().get(key));
    }

    @Test
    void whatIsToldReachesTheWatchersOfAllNodesAndIsNotKept() {
        Views table = table();
        Watching here = new Watching(key);
        Watching there = new Watching(key);
        table.a().watch(here);
        table.b().watch(there);
        for (int number = 0; number < 10; number++) {
            table.a().tell(key);
        }
        List<String> all = Stream.concat(Stream.of("reset"), Stream.generate(() -> "told").limit(10)).toList();
        here.expect(all);
        there.expect(all);
        assertEquals(Optional.empty(), table.b().get(key));
        Watching late = new Watching(key);
        table.b().watch(late);
        table.a().put(key, "value", ZERO);
        late.expect(List.of("reset", "stored value"));
    }

    private static Table side(Views table, int each) {
        return each % 2 == 0 ? table.a() : table.b();
    }
}
