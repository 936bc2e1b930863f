package almenara.messages;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import almenara.messages.StateEntry.Bleaching;
import almenara.messages.StateEntry.Counted;
import almenara.messages.StateEntry.Rank;
import almenara.messages.StateEntry.Signed;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StateEntryTest {

    private static StateEntry entry(String data, Rank rank) {
        return new StateEntry("node-1", data, rank);
    }

    @Test
    void aClassicEntryYieldsToMoreBleachingsAlone() {
        StateEntry local = entry("1", new Bleaching(5));
        assertFalse(local.yields(entry("2", new Bleaching(5))));
        assertFalse(local.yields(entry("2", new Bleaching(4))));
        assertTrue(local.yields(entry("2", new Bleaching(6))));
    }

    @Test
    void aCopyThatWasBleachedOnceLessIsNotNew() {
        StateEntry local = entry("1", new Bleaching(5));
        assertFalse(local.yields(entry("1", new Bleaching(6))));
        assertTrue(local.yields(entry("1", new Bleaching(7))));
        assertTrue(local.yields(new StateEntry("node-2", "1", new Bleaching(6))));
    }

    @Test
    void bleachingCountsDownUntilTheEntryIsGone() {
        assertEquals(entry("1", new Bleaching(1)), entry("1", new Bleaching(2)).bleached(1));
        assertTrue(entry("1", new Bleaching(2)).bleached(1).isAlive());
        assertFalse(entry("1", new Bleaching(1)).bleached(1).isAlive());
    }

    @Test
    void aCountedEntryYieldsToMoreChangesAndInADrawToAGreaterFortune() {
        assertTrue(entry("1", new Counted(9, 1, 99_999)).yields(entry("2", new Counted(1, 2, 1))));
        assertFalse(entry("2", new Counted(1, 2, 1)).yields(entry("1", new Counted(9, 1, 99_999))));
        assertTrue(entry("1", new Counted(1, 2, 4)).yields(entry("2", new Counted(1, 2, 5))));
        assertFalse(entry("2", new Counted(1, 2, 5)).yields(entry("1", new Counted(1, 2, 4))));
        assertFalse(entry("2", new Counted(1, 2, 5)).yields(entry("1", new Counted(2, 2, 5))));
        assertTrue(entry("1", new Counted(1, 2, 4)).bleached(1_000_000).isAlive());
    }

    @Test
    void aSignedEntryYieldsToALaterOneAndToALongerLifeOfItself() {
        StateEntry local = entry("1", new Signed(5, 100, 900, "a"));
        assertTrue(local.yields(entry("2", new Signed(1, 101, 900, "b"))));
        assertFalse(local.yields(entry("2", new Signed(30, 99, 900, "b"))));
        assertTrue(local.yields(entry("1", new Signed(6, 100, 900, "a"))));
        assertFalse(local.yields(entry("1", new Signed(5, 100, 900, "a"))));
    }

    @Test
    void entriesAreKeptAsTheyAre() {
        for (Rank rank : List.of(new Bleaching(5), new Counted(1, 2, 3), new Signed(1, 2, 3, "sig"))) {
            assertEquals(entry("{\"a\":\n1}", rank), StateEntry.decode(entry("{\"a\":\n1}", rank).encode()));
            assertTrue(StateEntry.decode(entry("", rank).encode()).isTombstone());
        }
        assertThrows(RuntimeException.class, () -> StateEntry.decode("x 1\nnode\n1"));
        assertThrows(RuntimeException.class, () -> StateEntry.decode("b\n"));
    }

    @Test
    void theNameSaysWhichRulesHold() {
        assertEquals(StateTable.Kind.CLASSIC, StateTable.plain("bat-hosts").orElseThrow().kind());
        assertEquals(StateTable.Kind.SIGNED, StateTable.plain("almenara-offers").orElseThrow().kind());
        assertEquals(StateTable.Kind.MULTIWRITER, StateTable.multiwriter("almenara-offers").orElseThrow().kind());
        for (String name : List.of("", "a b", "a/b", "ä", "x".repeat(65), "../x")) {
            assertEquals(Optional.empty(), StateTable.plain(name), name);
        }
        StateTable table = StateTable.multiwriter("x".repeat(64)).orElseThrow();
        assertEquals(table, StateTable.parse(table.key()));
    }
}
