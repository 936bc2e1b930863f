package almenara.sharedstate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import almenara.keys.SigningKey;
import almenara.messages.StateEntry;
import almenara.messages.StateTable;
import almenara.seal.Signatures;
import almenara.sharedstate.SharedStateLimits.Part;
import almenara.sharedstate.SharedStateLimits.Size;
import almenara.sharedstate.SharedTables.Saying;
import almenara.tables.HandClock;
import almenara.tables.MemoryTable;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a cluster signs itself, in a table with bounds of its own for each author. */
class SigningTest {

    private static final StateTable BRIEF = StateTable.plain("almenara-offers").orElseThrow();
    private static final StateTable USUAL = StateTable.plain("almenara-boards").orElseThrow();
    private static final Duration LONGEST = Duration.ofMinutes(5);
    private static final Size SIZE = new Size(100, 2, 100_000, 1000, 1000);

    private final HandClock clock = new HandClock();
    private final MemoryTable memory = new MemoryTable(clock);
    private final SharedTables tables = over(memory);
    private final SharedTables others = over(new MemoryTable(clock));
    private final SigningKey key = new SigningKey(new byte[SigningKey.SECRET]);

    private SharedTables over(MemoryTable table) {
        SharedStateLimits limits = new SharedStateLimits(9, SIZE, 30, Duration.ofMinutes(2), 2, Map.of(BRIEF, new Part(3, LONGEST, Set.of())));
        return new SharedTables(table, limits, new SharedTables.Means(clock, new Random(1), Signatures::isSigned));
    }

    @BeforeEach
    void start() {
        tables.start();
        others.start();
    }

    private boolean sign(StateTable table, String name, String data, Duration life) {
        return tables.sign(table, key, new Saying(name, data, clock.millis() + life.toMillis()));
    }

    private List<String> data(SharedTables of) {
        return of.read(BRIEF).values().stream().map(StateEntry::data).toList();
    }

    @Test
    void whatIsSignedIsTakenElsewhere() {
        assertEquals(true, sign(BRIEF, "a", "1", LONGEST));
        others.merge(BRIEF, tables.read(BRIEF), size -> true);
        assertEquals(List.of("1"), data(others));
    }

    @Test
    void whatIsSaidInTheSameMomentIsNewerAllTheSame() {
        for (String data : List.of("1", "2", "")) {
            assertEquals(true, sign(BRIEF, "a", data, LONGEST));
            Map<String, StateEntry> read = tables.read(BRIEF);
            others.merge(BRIEF, read, size -> true);
            assertEquals(List.of(data), data(others));
        }
    }

    @Test
    void anAuthorHasAsManyEntriesAsThatTableGivesIt() {
        for (String name : List.of("a", "b", "c")) {
            assertEquals(true, sign(BRIEF, name, "1", LONGEST));
        }
        assertEquals(false, sign(BRIEF, "d", "1", LONGEST));
        assertEquals(true, sign(BRIEF, "c", "2", LONGEST), "what is there may change");
        assertEquals(List.of(true, true, false), List.of("a", "b", "c").stream().map(name -> sign(USUAL, name, "1", LONGEST)).toList());
    }

    @Test
    void anEntryLivesAsLongAsThatTableLetsIt() {
        assertEquals(false, sign(BRIEF, "a", "1", LONGEST.plusMillis(1)));
        assertEquals(true, sign(USUAL, "a", "1", LONGEST.plusMillis(1)));
        assertEquals(false, sign(BRIEF, "a", "1", Duration.ZERO), "what has ended is not said");
    }

    @Test
    void theNewestTimeIsForgottenWhenNothingOlderCanLive() {
        sign(BRIEF, "a", "1", LONGEST);
        sign(BRIEF, "b", "1", LONGEST);
        Map<String, StateEntry> first = tables.read(BRIEF);
        assertEquals(2, others.merge(BRIEF, first, size -> true).size(), "of two keys the time is remembered");
        clock.advance(LONGEST.plus(Duration.ofMinutes(2)));
        memory.expire();
        assertEquals(0, memory.size(), "neither entries nor times");
    }

    @Test
    void whatWasTakenBackDoesNotComeAgain() {
        sign(BRIEF, "a", "1", LONGEST);
        Map<String, StateEntry> kept = tables.read(BRIEF);
        sign(BRIEF, "a", "", Duration.ofSeconds(1));
        clock.advance(Duration.ofMinutes(4));
        memory.expire();
        assertEquals(Map.of(), tables.merge(BRIEF, kept, size -> true));
    }
}
