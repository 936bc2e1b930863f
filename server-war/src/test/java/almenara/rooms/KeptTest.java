package almenara.rooms;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import almenara.messages.Entry;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class KeptTest {

    private final Kept kept = new Kept(new RoomLimits(100, 3, 20, Duration.ofSeconds(120), Duration.ofSeconds(15), 50));

    private static Entry entry(String data) {
        return new Entry(Entry.Kind.SIGNAL, "", "", "", data);
    }

    @Test
    void anEntryBeyondTheBoundPushesTheOldestOut() {
        assertEquals(List.of(), kept.applied(1, entry("1")));
        assertEquals(List.of(), kept.applied(2, entry("2")));
        assertEquals(List.of(), kept.applied(3, entry("3")));
        assertEquals(List.of(1L), kept.applied(4, entry("4")));
    }

    @Test
    void charactersBeyondTheBoundPushOutAsManyAsItTakes() {
        kept.applied(1, entry("1".repeat(10)));
        assertEquals(List.of(), kept.applied(2, entry("2".repeat(10))));
        assertEquals(List.of(1L), kept.applied(3, entry("3")));
        assertEquals(List.of(2L), kept.applied(4, entry("4".repeat(15))));
    }

    @Test
    void theNewestEntryStaysHoweverLargeItIs() {
        kept.applied(1, entry("1"));
        assertEquals(List.of(1L), kept.applied(2, entry("2".repeat(50))));
        assertTrue(kept.differs(2, entry("other")));
    }

    @Test
    void onlyAnotherEntryAtAnAppliedOffsetDiffers() {
        kept.applied(7, entry("seven"));
        assertFalse(kept.differs(7, entry("seven")));
        assertTrue(kept.differs(7, entry("eight")));
        assertFalse(kept.differs(8, entry("eight")));
    }
}
