package almenara.sharedstate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import almenara.messages.StateEntry;
import almenara.messages.StateEntry.Bleaching;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DigestTest {

    private static StateEntry entry(String author, String data) {
        return new StateEntry(author, data, new Bleaching(3));
    }

    @Test
    void noTwoTablesHaveTheSame() {
        List<Map<String, StateEntry>> tables = List.of(Map.of(), Map.of("a", entry("n", "Aa")), Map.of("a", entry("n", "BB")), Map.of("a", entry("nA", "a")),
                Map.of("an", entry("", "Aa")), Map.of("a", entry("n", "Aa"), "b", entry("n", "BB")), Map.of("a", entry("n", "BB"), "b", entry("n", "Aa")));
        Set<String> digests = new HashSet<>();
        tables.forEach(table -> digests.add(Digest.of(table)));
        assertEquals(tables.size(), digests.size());
    }

    @Test
    void bleachingsAreNoPartOfIt() {
        assertEquals(Digest.of(Map.of("a", entry("n", "1"))), Digest.of(Map.of("a", new StateEntry("n", "1", new Bleaching(2)))));
    }
}
