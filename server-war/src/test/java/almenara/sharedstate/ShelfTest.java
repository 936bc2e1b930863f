package almenara.sharedstate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import almenara.messages.StateEntry;
import almenara.messages.StateEntry.Bleaching;
import almenara.messages.StateTable;
import almenara.tables.HandClock;
import almenara.tables.MemoryTable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;

class ShelfTest {

    private static final StateTable TABLE = StateTable.plain("bat-hosts").orElseThrow();

    private final HandClock clock = new HandClock();
    private final Shelf shelf = new Shelf(() -> 0, new Newest(new MemoryTable(clock), SharedTablesContract.LIMITS, clock));

    private static String entry(String data) {
        return new Kept(0, new StateEntry("n", data, new Bleaching(30))).encode();
    }

    private Optional<String> data(String key) {
        return shelf.find(new Slot(TABLE, key)).map(StateEntry::data);
    }

    @Test
    void whoReadsWhileEverythingIsToldAnewMissesNothing() {
        shelf.reset(Map.of("classic/bat-hosts/a", entry("1"), "classic/bat-hosts/b", entry("1")));
        List<Integer> seen = new ArrayList<>();
        shelf.reset(new HashMap<>(Map.of("classic/bat-hosts/a", entry("1"), "classic/bat-hosts/b", entry("2"))) {
            private static final long serialVersionUID = 1L;

            @Override
            public void forEach(BiConsumer<? super String, ? super String> action) {
                super.forEach((key, value) -> {
                    seen.add(shelf.count(TABLE));
                    action.accept(key, value);
                });
            }
        });
        assertEquals(List.of(2, 2), seen);
        assertEquals(Optional.of("2"), data("b"));
    }

    @Test
    void whatIsNotToldAnewIsGone() {
        shelf.reset(Map.of("classic/bat-hosts/a", entry("1"), "classic/bat-hosts/b", entry("1"), "classic/other/a", entry("1")));
        long version = shelf.version();
        shelf.reset(Map.of("classic/bat-hosts/b", entry("1")));
        assertEquals(Optional.empty(), data("a"));
        assertEquals(Optional.of("1"), data("b"));
        assertEquals(List.of(TABLE), List.copyOf(shelf.tables()));
        assertTrue(shelf.version() > version);
    }
}
