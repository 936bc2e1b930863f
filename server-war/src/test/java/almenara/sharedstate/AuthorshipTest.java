package almenara.sharedstate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import almenara.messages.StateEntry;
import almenara.messages.StateEntry.Signed;
import almenara.messages.StateTable;
import almenara.seal.Signatures;
import almenara.tables.HandClock;
import almenara.tables.MemoryTable;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AuthorshipTest {

    private static final StateTable TABLE = StateTable.plain("almenara-test").orElseThrow();
    private static final long HOUR = Duration.ofHours(1).toMillis();

    private final HandClock clock = new HandClock();
    private final MemoryTable memory = new MemoryTable(clock);
    private final SharedTables tables = new SharedTables(memory, SharedTablesContract.LIMITS, new SharedTables.Means(clock, new Random(1), Signatures::isSigned));
    private final Author ann = new Author();
    private final Author eve = new Author();

    @BeforeEach
    void start() {
        tables.start();
    }

    private Slot slot(Author author, String name) {
        return new Slot(TABLE, author.name() + '/' + name);
    }

    private StateEntry entry(String name, String data, long time, long end) {
        return ann.entry(slot(ann, name), data, new Signed(30, time, end, ""));
    }

    private boolean takes(String key, StateEntry entry) {
        return !tables.merge(TABLE, Map.of(key, entry), size -> true).isEmpty();
    }

    private boolean takes(String name, String data, long time, long end) {
        return takes(slot(ann, name).key(), entry(name, data, time, end));
    }

    @Test
    void anAuthorWritesBelowItsOwnKeyAlone() {
        long now = clock.millis();
        assertEquals(true, takes("a", "1", now, now + HOUR));
        StateEntry good = entry("a", "2", now + 1, now + HOUR);
        assertEquals(false, takes(slot(eve, "a").key(), good), "a key of somebody else's");
        assertEquals(false, takes(slot(ann, "b").key(), good), "another key than was signed");
        assertEquals(false, takes(ann.name() + "/a ", good));
        StateEntry eves = eve.entry(slot(ann, "a"), "2", new Signed(30, now + 1, now + HOUR, ""));
        assertEquals(false, takes(slot(ann, "a").key(), eves), "below the key of somebody else");
        assertEquals(false, takes(slot(ann, "a").key(), new StateEntry(ann.name(), "2", eves.rank())), "signed by somebody else");
        assertEquals(false, takes(slot(ann, "a").key(), new StateEntry(ann.name(), "3", good.rank())), "other data");
        Signed rank = (Signed) good.rank();
        assertEquals(false, takes(slot(ann, "a").key(), new StateEntry(ann.name(), "2", new Signed(30, now + 2, rank.end(), rank.signature()))), "another time");
        assertEquals(false, takes(slot(ann, "a").key(), new StateEntry(ann.name(), "2", new Signed(30, rank.time(), now + 2 * HOUR, rank.signature()))), "another end");
        assertEquals(true, takes(slot(ann, "a").key(), good));
        assertEquals(Set.of("2"), Set.copyOf(tables.read(TABLE).values().stream().map(StateEntry::data).toList()));
    }

    @Test
    void anEntryOfAnotherTableIsNotTaken() {
        long now = clock.millis();
        StateTable other = StateTable.plain("almenara-other").orElseThrow();
        StateEntry entry = ann.entry(new Slot(other, slot(ann, "a").key()), "1", new Signed(30, now, now + HOUR, ""));
        assertEquals(false, takes(slot(ann, "a").key(), entry));
    }

    @Test
    void whatWasReplacedDoesNotComeBack() {
        long now = clock.millis();
        StateEntry old = entry("a", "1", now, now + HOUR);
        assertEquals(true, takes(slot(ann, "a").key(), old));
        assertEquals(true, takes("a", "", now + 1, now + HOUR));
        clock.advance(Duration.ofMinutes(10));
        assertEquals(false, takes(slot(ann, "a").key(), old));
        assertEquals(true, tables.read(TABLE).get(slot(ann, "a").key()).isTombstone());
    }

    @Test
    void whatWasReplacedDoesNotComeBackWhenTheNewerEntryHasBleachedAway() {
        long now = clock.millis();
        StateEntry old = entry("a", "1", now, now + 24 * HOUR);
        StateEntry newer = entry("a", "2", now + 1, now + 24 * HOUR);
        assertEquals(true, takes(slot(ann, "a").key(), old));
        assertEquals(true, takes(slot(ann, "a").key(), newer));
        for (int hour = 2; hour < 24; hour += 2) {
            pass(Duration.ofHours(2));
            assertEquals(Map.of(), tables.read(TABLE));
            assertEquals(false, takes(slot(ann, "a").key(), old), "after " + hour + " hours");
        }
        assertEquals(true, takes(slot(ann, "a").key(), newer), "the newest may be brought again");
        pass(Duration.ofHours(2).plusMillis(1));
        assertEquals(0, memory.size(), "when everything older has ended, its time is forgotten, too");
    }

    @Test
    void whatIsOlderDoesNotComeBackAlsoWhenItHadBleachedAwayBeforeTheNewerCame() {
        long now = clock.millis();
        StateEntry old = entry("a", "1", now, now + 24 * HOUR);
        assertEquals(true, takes(slot(ann, "a").key(), old));
        pass(Duration.ofHours(2));
        assertEquals(true, takes("a", "", clock.millis(), clock.millis() + HOUR));
        pass(Duration.ofHours(2));
        assertEquals(false, takes(slot(ann, "a").key(), old));
    }

    @Test
    void soManyKeysAreRememberedAndNoMore() {
        long now = clock.millis();
        StateEntry[] old = new StateEntry[3];
        for (int i = 0; i < 3; i++) {
            old[i] = entry("k" + i, "1", now, now + 24 * HOUR);
            assertEquals(true, takes("k" + i, "2", now + 1, now + 24 * HOUR));
        }
        assertEquals(true, takes("k0", "3", now + 2, now + 24 * HOUR), "what is remembered goes on");
        pass(Duration.ofHours(2));
        assertEquals(false, takes(slot(ann, "k0").key(), old[0]));
        assertEquals(false, takes(slot(ann, "k1").key(), old[1]));
        assertEquals(true, takes(slot(ann, "k2").key(), old[2]));
    }

    @Test
    void whoJoinsTheClusterKnowsWhatWasReplaced() {
        long now = clock.millis();
        assertEquals(true, takes("a", "2", now + 1, now + 24 * HOUR));
        pass(Duration.ofHours(2));
        SharedTables late = new SharedTables(memory.beside(), SharedTablesContract.LIMITS, new SharedTables.Means(clock, new Random(1), Signatures::isSigned));
        late.start();
        StateEntry old = entry("a", "1", now, now + 24 * HOUR);
        assertEquals(Map.of(), late.merge(TABLE, Map.of(slot(ann, "a").key(), old), size -> true));
    }

    private void pass(Duration time) {
        clock.advance(time);
        memory.expire();
    }

    @Test
    void timeAndEndAreWithinTheirBounds() {
        long now = clock.millis();
        long ahead = now + Authorship.AHEAD.toMillis();
        assertEquals(true, takes("a", "1", ahead, ahead + HOUR));
        assertEquals(false, takes("b", "1", ahead + 1, ahead + HOUR));
        assertEquals(true, takes("c", "1", now - HOUR, now + 1));
        assertEquals(false, takes("d", "1", now - HOUR, now));
        clock.advance(Duration.ofHours(2));
        memory.expire();
        now = clock.millis();
        assertEquals(true, takes("e", "1", now, now + 24 * HOUR));
        assertEquals(false, takes("f", "1", now, now + 24 * HOUR + 1));
    }

    @Test
    void anEntryIsGoneWithTheFirstBleachingAfterItsEnd() {
        long now = clock.millis();
        long tick = SharedTablesContract.BLEACH.toMillis();
        assertEquals(true, takes("a", "1", now, now + 3 * tick));
        assertEquals(4, tables.read(TABLE).get(slot(ann, "a").key()).rank().left());
        clock.advance(Duration.ofMillis(4 * tick));
        assertEquals(Map.of(), tables.read(TABLE));
    }

    @Test
    void anAuthorHasSoManyEntriesAndNoMore() {
        long now = clock.millis();
        for (String name : Set.of("a", "b", "c")) {
            assertEquals(true, takes(name, "1", now, now + HOUR));
        }
        assertEquals(false, takes("d", "1", now, now + HOUR));
        assertEquals(true, takes("a", "2", now + 1, now + HOUR));
        StateEntry eves = eve.entry(slot(eve, "d"), "1", new Signed(30, now, now + HOUR, ""));
        assertEquals(true, takes(slot(eve, "d").key(), eves));
    }
}
