package almenara.sharedstate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import almenara.messages.StateEntry;
import almenara.messages.StateEntry.Bleaching;
import almenara.messages.StateTable;
import almenara.seal.Signatures;
import almenara.tables.HandClock;
import almenara.tables.MemoryTable;
import almenara.tables.TableContract.Views;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class SharedTablesTest extends SharedTablesContract {

    private static final StateTable TABLE = StateTable.plain("bat-hosts").orElseThrow();

    private final HandClock clock = new HandClock();
    private final MemoryTable memory = new MemoryTable(clock);

    @Override
    protected Views table() {
        return new Views(memory, memory.beside());
    }

    @Override
    protected Clock clock() {
        return clock;
    }

    @Override
    protected void pass(Duration time) {
        clock.advance(time);
        memory.expire();
    }

    private SharedTables bounded(int tables, SharedStateLimits.Size size) {
        SharedTables bounded = new SharedTables(memory, new SharedStateLimits(tables, size, 30, BLEACH, 9, Map.of()), new SharedTables.Means(clock, new Random(1), Signatures::isSigned));
        bounded.start();
        return bounded;
    }

    private static StateEntry entry(String data) {
        return new StateEntry("n", data, new Bleaching(30));
    }

    private static Set<String> merge(SharedTables tables, StateTable table, String... keysAndData) {
        Map<String, StateEntry> entries = new TreeMap<>();
        for (int i = 0; i < keysAndData.length; i += 2) {
            entries.put(keysAndData[i], entry(keysAndData[i + 1]));
        }
        return tables.merge(table, entries, size -> true).keySet();
    }

    @Test
    void aTableHoldsItsEntriesAndNoMore() {
        SharedTables tables = bounded(9, new SharedStateLimits.Size(2, 9, 1000, 1000, 1000));
        assertEquals(Set.of("a", "b"), merge(tables, TABLE, "a", "1", "b", "1", "c", "1"));
        pass(BLEACH);
        assertEquals(Set.of("a"), merge(tables, TABLE, "a", "2", "c", "2"), "what is there may change");
        pass(BLEACH.multipliedBy(29));
        assertEquals(Set.of("c"), merge(tables, TABLE, "c", "3"), "what has bleached away makes room");
    }

    @Test
    void anEntryAndATableHaveTheirBytesAndNoMore() {
        // 64 for names and quotes, a key of one byte, and "b 30\nn\n" before the data
        SharedTables tables = bounded(9, new SharedStateLimits.Size(9, 9, 168 + 72, 84, 84));
        assertEquals(Set.of("a"), merge(tables, TABLE, "a", "1".repeat(12)));
        assertEquals(Set.of(), merge(tables, TABLE, "b", "1".repeat(13)));
        assertEquals(Set.of("b", "c"), merge(tables, TABLE, "b", "1".repeat(12), "c", "", "d", "1"));
        pass(BLEACH);
        assertEquals(Set.of("a", "c"), merge(tables, TABLE, "a", "1", "c", "1".repeat(11)), "what got shorter makes room");
        assertEquals(Set.of(), merge(tables, StateTable.plain("other").orElseThrow(), "ä", "1".repeat(12)), "bytes are counted, not characters");
    }

    @Test
    void thereAreSoManyTablesAndNoMore() {
        SharedTables tables = bounded(2, new SharedStateLimits.Size(9, 9, 1000, 1000, 1000));
        assertEquals(Set.of("a"), merge(tables, TABLE, "a", "1"));
        assertEquals(Set.of("a"), merge(tables, StateTable.plain("two").orElseThrow(), "a", "1"));
        assertEquals(Set.of(), merge(tables, StateTable.plain("three").orElseThrow(), "a", "1"));
        assertEquals(Set.of("b"), merge(tables, TABLE, "b", "1"));
        assertEquals(2, tables.names().size());
    }

    @Test
    void whoMayNotChangeSoMuchHasTheRestLeftAndIsNotAskedForWhatIsNoNews() {
        SharedTables tables = bounded(9, new SharedStateLimits.Size(9, 9, 1000, 1000, 1000));
        merge(tables, TABLE, "a", "1");
        List<String> asked = new ArrayList<>();
        Map<String, StateEntry> entries = new TreeMap<>(Map.of("a", entry("2"), "b", entry("2"), "c", entry("2")));
        assertEquals(Set.of("b"), tables.merge(TABLE, entries, size -> {
            asked.add("?");
            return asked.size() < 2;
        }).keySet());
        assertEquals(2, asked.size());
    }

    @Test
    void whoeverAllowsHearsHowManyBytesAnEntryTakes() {
        List<Integer> sizes = new ArrayList<>();
        bounded(9, new SharedStateLimits.Size(9, 9, 1000, 1000, 1000)).merge(TABLE, Map.of("a", entry("1".repeat(12))), sizes::add);
        assertEquals(List.of(64 + 1 + 7 + 12), sizes);
    }

    @Test
    void anEntryThatCanNotBeReadIsReplaced() {
        SharedTables tables = bounded(9, new SharedStateLimits.Size(9, 9, 1000, 1000, 1000));
        memory.put("classic/bat-hosts/a", "of another version", Duration.ZERO);
        assertEquals(Map.of(), tables.read(TABLE));
        assertEquals(Set.of("a"), merge(tables, TABLE, "a", "1"));
        assertEquals(Map.of("a", entry("1")), tables.read(TABLE));
    }
}
