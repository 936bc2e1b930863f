package almenara.rooms;

import static org.junit.jupiter.api.Assertions.assertEquals;

import almenara.messages.Entry;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class BoundsTest {

    private final Bounds bounds = new Bounds(new RoomLimits(100, 3, 20, Duration.ofSeconds(120), Duration.ofSeconds(15), 50));

    private static Entry entry(String data) {
        return new Entry(Entry.Kind.SIGNAL, "", "", "", data);
    }

    @Test
    void anEntryBeyondTheBoundPushesTheOldestOut() {
        assertEquals(List.of(), bounds.applied(1, entry("1")));
        assertEquals(List.of(), bounds.applied(2, entry("2")));
        assertEquals(List.of(), bounds.applied(3, entry("3")));
        assertEquals(List.of(1L), bounds.applied(4, entry("4")));
    }

    @Test
    void charactersBeyondTheBoundPushOutAsManyAsItTakes() {
        bounds.applied(1, entry("1".repeat(10)));
        assertEquals(List.of(), bounds.applied(2, entry("2".repeat(10))));
        assertEquals(List.of(1L), bounds.applied(3, entry("3")));
        assertEquals(List.of(2L), bounds.applied(4, entry("4".repeat(15))));
    }

    @Test
    void theNewestEntryStaysHoweverLargeItIs() {
        bounds.applied(1, entry("1"));
        assertEquals(List.of(1L), bounds.applied(2, entry("2".repeat(50))));
        assertEquals(List.of(2L), bounds.applied(3, entry("3")));
    }
}
