package almenara.sharedstate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import almenara.messages.Refusal;
import almenara.messages.StateEntry;
import almenara.messages.StateEntry.Bleaching;
import almenara.messages.StateEntry.Counted;
import almenara.messages.StateEntry.Rank;
import almenara.messages.StateTable;
import almenara.seal.Signatures;
import almenara.tables.Crowd;
import almenara.tables.Table;
import almenara.tables.TableContract.Views;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the shared-state tables of two nodes promise, over any table. */
public abstract class SharedTablesContract {

    static final Duration BLEACH = Duration.ofMinutes(2);
    static final SharedStateLimits LIMITS = new SharedStateLimits(1000, new SharedStateLimits.Size(100, 3, 100_000, 1000, 1000), 30, BLEACH, 2, Map.of());

    private final String name = "t-" + UUID.randomUUID();
    private final StateTable classic = StateTable.plain(name).orElseThrow();
    private final StateTable multiwriter = StateTable.multiwriter(name).orElseThrow();
    private SharedTables a;
    private SharedTables b;

    protected abstract Views table();

    protected abstract Clock clock();

    protected abstract void pass(Duration time);

    @BeforeEach
    void start() {
        a = over(table().a(), 1);
        b = over(table().b(), 2);
        pass(BLEACH.minusMillis(clock().millis() % BLEACH.toMillis()));
    }

    private SharedTables over(Table table, long seed) {
        SharedTables tables = new SharedTables(table, LIMITS, new SharedTables.Means(clock(), new Random(seed), Signatures::isSigned));
        tables.start();
        return tables;
    }

    private static StateEntry entry(String data, Rank rank) {
        return new StateEntry("node-1", data, rank);
    }

    private static StateEntry classic(String data, long ttl) {
        return entry(data, new Bleaching(ttl));
    }

    private Map<String, StateEntry> merge(SharedTables tables, String key, StateEntry entry) {
        return tables.merge(entry.rank() instanceof Bleaching ? classic : multiwriter, Map.of(key, entry), size -> true);
    }

    @Test
    void theVectorsOfTheReference() {
        merge(a, "a", classic("1", 5));
        assertEquals(Map.of(), merge(b, "a", classic("2", 5)));
        assertEquals(Map.of("a", classic("1", 5)), b.read(classic));
        assertEquals(Map.of("a", classic("2", 6)), merge(b, "a", classic("2", 6)));
        assertEquals(Map.of("a", classic("2", 6)), a.read(classic));
        assertEquals(Map.of(), merge(a, "a", classic("3", 0)));
        assertEquals(Map.of(), merge(a, "b", classic("3", 0)));
        merge(a, "b", classic("3", 1));
        assertEquals(Map.of("a", classic("2", 6), "b", classic("3", 1)), b.read(classic));
        pass(BLEACH);
        assertEquals(Map.of("a", classic("2", 5)), b.read(classic));
        a.remove(classic, "node-2", "a");
        assertEquals(Map.of("a", new StateEntry("node-2", "", new Bleaching(30))), b.read(classic));
    }

    @Test
    void theVectorsOfTheMultiwriterReference() {
        merge(a, "a", entry("1", new Counted(5, 1, 99_999)));
        merge(b, "a", entry("2", new Counted(1, 2, 1)));
        merge(a, "a", entry("1", new Counted(5, 1, 99_999)));
        assertEquals(Map.of("a", entry("2", new Counted(1, 2, 1))), a.read(multiwriter));
        merge(a, "b", entry("1", new Counted(1, 2, 5)));
        merge(b, "b", entry("2", new Counted(1, 2, 4)));
        pass(BLEACH.multipliedBy(100));
        assertEquals(entry("1", new Counted(1, 2, 5)), b.read(multiwriter).get("b"));
    }

    @Test
    void everybodyBleachesAtTheSameMomentAndNobodyTwice() {
        pass(BLEACH.dividedBy(2));
        merge(a, "a", classic("1", 2));
        pass(BLEACH.dividedBy(2).minusMillis(1));
        assertEquals(Map.of("a", classic("1", 2)), b.read(classic));
        pass(Duration.ofMillis(1));
        assertEquals(Map.of("a", classic("1", 1)), b.read(classic));
        assertEquals(Map.of("a", classic("1", 1)), a.read(classic));
        pass(BLEACH);
        assertEquals(Map.of(), a.read(classic));
        assertEquals(Map.of(), b.read(classic));
        merge(b, "a", classic("2", 1));
        assertEquals(Map.of("a", classic("2", 1)), a.read(classic), "the key is free again");
    }

    @Test
    void nobodyGivesAnEntryMoreBleachingsThanTheLimit() {
        merge(a, "a", classic("1", 1L << 53));
        merge(a, "b", classic("1", 30));
        assertEquals(Map.of("a", classic("1", 30), "b", classic("1", 30)), b.read(classic));
        assertEquals(Map.of(), merge(a, "b", classic("2", 31)), "at the limit all are equal");
        pass(BLEACH);
        assertEquals(Map.of("b", classic("3", 30)), merge(b, "b", classic("3", 30)), "whoever publishes honestly has it back");
        pass(BLEACH.multipliedBy(29));
        assertEquals(Map.of("b", classic("3", 1)), a.read(classic));
    }

    @Test
    void whatARouterInsertsReplacesWhatIsThereAndWhatItRemovesIsATombstone() {
        merge(a, "a", classic("1", 30));
        a.insert(classic, "node-2", "a", "2");
        assertEquals(Map.of("a", new StateEntry("node-2", "2", new Bleaching(30))), b.read(classic));
        b.remove(classic, "node-3", "a");
        pass(BLEACH);
        b.remove(classic, "node-3", "a");
        b.remove(classic, "node-3", "never there");
        assertEquals(Map.of("a", new StateEntry("node-3", "", new Bleaching(29))), a.read(classic));
        assertEquals(Refusal.Code.TOO_LARGE, assertThrows(Refusal.class, () -> a.insert(classic, "node", "a", "9".repeat(1000))).code());
    }

    @Test
    void amongManyWritersEachChangeCounts() {
        a.insert(multiwriter, "node-1", "a", "1");
        b.insert(multiwriter, "node-2", "a", "1");
        assertEquals(new StateEntry("node-1", "1", a.read(multiwriter).get("a").rank()), a.read(multiwriter).get("a"), "the same data is no change");
        assertEquals(0, ((Counted) a.read(multiwriter).get("a").rank()).changes());
        b.insert(multiwriter, "node-2", "a", "2");
        a.remove(multiwriter, "node-1", "a");
        a.remove(multiwriter, "node-1", "a");
        Counted rank = (Counted) b.read(multiwriter).get("a").rank();
        assertEquals(new StateEntry("node-1", "", new Counted(clock().millis() / 1000, 2, rank.fortune())), b.read(multiwriter).get("a"));
    }

    @Test
    void countsBeyondReasonAreNotTaken() {
        merge(a, "a", entry("1", new Counted(1, (1L << 52) + 1, 1)));
        merge(a, "b", entry("1", new Counted(1, 1, 100_001)));
        assertEquals(Map.of(), b.read(multiwriter));
        merge(a, "a", entry("1", new Counted(1, 1L << 52, 100_000)));
        a.insert(multiwriter, "node-1", "a", "2");
        assertEquals("2", b.read(multiwriter).get("a").data());
    }

    @Test
    void concurrentWritersOnBothNodesComeToTheSame() throws Exception {
        Crowd.of(8, writer -> {
            Random random = new Random(writer);
            for (int i = 0; i < 200; i++) {
                String data = Integer.toString(writer);
                SharedTables tables = writer % 2 == 0 ? a : b;
                merge(tables, "k" + random.nextInt(4), classic(data, random.nextInt(29) + 1L));
                merge(tables, "k" + random.nextInt(4), entry(data, new Counted(writer, random.nextInt(50), random.nextInt(100_000) + 1L)));
            }
        });
        Map<String, Counted> best = new HashMap<>();
        for (int writer = 0; writer < 8; writer++) {
            Random random = new Random(writer);
            for (int i = 0; i < 200; i++) {
                random.nextInt(4);
                random.nextInt(29);
                String key = "k" + random.nextInt(4);
                Counted rank = new Counted(writer, random.nextInt(50), random.nextInt(100_000) + 1L);
                best.merge(key, rank, (one, other) -> one.yields(other) ? other : one);
            }
        }
        Crowd.until(() -> a.read(classic).equals(b.read(classic)) && a.read(multiwriter).equals(b.read(multiwriter)));
        assertEquals(4, a.read(classic).size());
        assertEquals(best, rank(a.read(multiwriter)));
    }

    private static Map<String, Rank> rank(Map<String, StateEntry> entries) {
        Map<String, Rank> ranks = new HashMap<>();
        entries.forEach((key, entry) -> ranks.put(key, entry.rank()));
        return ranks;
    }
}
