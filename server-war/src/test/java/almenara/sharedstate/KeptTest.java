package almenara.sharedstate;

import static org.junit.jupiter.api.Assertions.assertTrue;

import almenara.dialects.JsonLimits;
import almenara.dialects.LibreMesh;
import almenara.messages.StateEntry;
import almenara.messages.StateEntry.Bleaching;
import almenara.messages.StateEntry.Counted;
import almenara.messages.StateEntry.Rank;
import almenara.messages.StateEntry.Signed;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class KeptTest {

    private static final long MOST = 1L << 53;

    @Test
    void anEntryNeverTakesMoreInJsonThanIsCounted() {
        LibreMesh dialect = new LibreMesh(new JsonLimits(9));
        List<Rank> ranks = List.of(new Bleaching(30), new Counted(MOST, MOST, 100_000), new Signed(30, MOST, MOST, "x".repeat(86)));
        for (Rank rank : ranks) {
            for (String text : List.of("", "a", "\"\\".repeat(50), "\u0001\n".repeat(50), "\u2028".repeat(50), "ü€😀")) {
                String data = rank instanceof Signed ? text : "{\"x\":[1,2]}";
                StateEntry entry = new StateEntry(text, data, rank);
                int written = dialect.encode(Map.of(text, entry)).getBytes(StandardCharsets.UTF_8).length;
                int counted = Kept.size(text, entry);
                // without the braces of the table, and with a comma
                assertTrue(written - 1 <= counted, () -> rank + ", " + text.length() + " characters: " + written + " > " + counted);
            }
        }
    }
}
