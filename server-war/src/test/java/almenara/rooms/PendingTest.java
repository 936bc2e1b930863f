package almenara.rooms;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import almenara.messages.Entry;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PendingTest {

    private static final Entry ENTRY = new Entry(Entry.Kind.SIGNAL, "", "", "", "1");
    private final Pending pending = new Pending();

    @Test
    void anEntryWaitsForTheWord() {
        pending.arrived(1, ENTRY, 10);
        assertEquals(Optional.empty(), pending.take(1, 11));
        pending.settled(1, 12);
        assertEquals(Optional.of(ENTRY), pending.take(1, 13));
        assertEquals(Optional.empty(), pending.take(1, 14));
        assertTrue(pending.isEmpty());
    }

    @Test
    void theWordMayComeFirst() {
        pending.settled(1, 10);
        assertEquals(Optional.empty(), pending.take(1, 11));
        pending.arrived(1, ENTRY, 12);
        assertEquals(Optional.of(ENTRY), pending.take(1, 13));
    }

    @Test
    void itWaitsSinceTheFirstCameOrSomethingWasTaken() {
        pending.arrived(1, ENTRY, 10);
        pending.arrived(2, ENTRY, 11);
        pending.settled(1, 12);
        assertEquals(10, pending.since());
        pending.take(1, 13);
        assertEquals(13, pending.since());
        pending.settled(2, 14);
        pending.take(2, 15);
        pending.settled(3, 20);
        assertEquals(20, pending.since());
    }

    @Test
    void anotherEntryTakesThePlaceOfOneThatWaits() {
        Entry other = new Entry(Entry.Kind.SIGNAL, "", "", "", "2");
        pending.arrived(1, ENTRY, 10);
        pending.arrived(1, other, 11);
        pending.settled(1, 12);
        assertEquals(Optional.of(other), pending.take(1, 13));
    }

    @Test
    void onlyWhatIsThereIsSettledThroughAnOffset() {
        pending.arrived(1, ENTRY, 10);
        pending.arrived(4, ENTRY, 10);
        pending.settledThrough(3);
        assertEquals(Optional.of(ENTRY), pending.take(1, 11));
        pending.arrived(2, ENTRY, 12);
        assertEquals(Optional.empty(), pending.take(2, 13));
        assertEquals(Optional.empty(), pending.take(4, 13));
    }

    @Test
    void whatIsDroppedIsWaitedForNoMore() {
        pending.arrived(1, ENTRY, 10);
        pending.settled(2, 10);
        pending.arrived(3, ENTRY, 10);
        pending.dropThrough(2);
        assertEquals(Optional.empty(), pending.at(1));
        assertEquals(Optional.of(new Pending.Arrived(ENTRY, 10)), pending.at(3));
        pending.dropThrough(3);
        assertTrue(pending.isEmpty());
    }

    @Test
    void whatTheWordHasComeForIsNotAskedFor() {
        pending.arrived(2, ENTRY, 10);
        pending.settled(2, 10);
        assertFalse(pending.any(arrived -> arrived.entry().equals(ENTRY)));
        pending.arrived(1, ENTRY, 11);
        assertTrue(pending.any(arrived -> arrived.entry().equals(ENTRY)));
        assertFalse(pending.any(entry -> false));
    }

    @Test
    void itIsThereSinceTheFirstTimeThatItCame() {
        pending.arrived(1, ENTRY, 10);
        pending.arrived(1, ENTRY, 20);
        assertEquals(10, pending.at(1).orElseThrow().at());
    }
}
