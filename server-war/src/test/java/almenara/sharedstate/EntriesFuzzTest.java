package almenara.sharedstate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import almenara.fuzz.Seeds;
import almenara.messages.StateEntry;
import almenara.tables.Careful;
import almenara.tables.HandClock;
import almenara.tables.MemoryTable;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Records in the cache of the shared state: key and value, a zero byte between them. */
class EntriesFuzzTest {

    private static final HandClock CLOCK = new HandClock();

    static Stream<byte[]> seeds() {
        return Seeds.texts("classic/bat-hosts/aa:bb\0" + "7\nb 30\nrouter\n\"host\"", "multiwriter/t/k\0" + "7\nc 1700000000 3 99\nrouter\n{}",
                "signed/almenara-x/a/b\0" + "7\ns 30 1700000000000 1700000060000 sig\na\nvalue", "signed/almenara-x/a/b\0" + "7\ns 6 0 6000 \na\nvalue", "newest/signed/almenara-x/a/b\0" + "1700000000000", "classic/\0", "\0");
    }

    @MethodSource("seeds")
    @FuzzTest
    void whatIsTakenInIsWrittenAsItCameAndCanBeRead(byte[] input) {
        String[] parts = Seeds.text(input).split("\0", 2);
        if (parts.length < 2) {
            return;
        }
        Shelf shelf = new Shelf(() -> 7, new Newest(new MemoryTable(CLOCK), SharedTablesContract.LIMITS, CLOCK));
        Careful careful = new Careful(shelf);
        careful.stored(parts[0], parts[1]);
        shelf.tables().forEach(table -> shelf.each(table, (key, entry) -> assertEquals(entry, StateEntry.decode(entry.encode()))));
        careful.reset(Map.of(parts[0], parts[1]));
        careful.gone(parts[0]);
        assertEquals(0, shelf.tables().size());
    }
}
