package almenara.tables;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class CarefulTest {

    private final List<String> told = new ArrayList<>();
    private final Careful careful = new Careful(new Numbers());

    /** Reads numbers alone, and fails when it is told of anything else. */
    private final class Numbers implements Table.Watcher {
        @Override
        public void read(String key, String value) {
            Integer.parseInt(value);
        }

        @Override
        public void reset(Map<String, String> entries) {
            told.add("reset " + new TreeMap<>(entries));
            entries.values().forEach(Integer::parseInt);
        }

        @Override
        public void stored(String key, String value) {
            told.add("stored " + key + ' ' + Integer.parseInt(value));
        }

        @Override
        public void told(String text) {
            told.add("told " + Integer.parseInt(text));
        }

        @Override
        public void gone(String key) {
            if (key.startsWith("bad")) {
                throw new IllegalArgumentException(key);
            }
            told.add("gone " + key);
        }
    }

    @Test
    void whatCanNotBeReadIsKeptFromTheWatcherAndCountedOnceAKey() {
        careful.reset(Map.of("a", "1", "bad/1", "one", "b", "2"));
        careful.stored("bad/1", "still");
        careful.stored("bad/2", "two");
        careful.stored("c", "3");
        assertEquals(List.of("reset {a=1, b=2}", "stored c 3"), told);
        assertEquals(2, careful.unreadable());
    }

    @Test
    void whatCanBeReadLaterIsToldThen() {
        careful.stored("a", "one");
        careful.stored("a", "1");
        careful.gone("a");
        assertEquals(List.of("stored a 1", "gone a"), told);
    }

    @Test
    void theEndOfWhatCouldNotBeReadIsNoFaultAndOthersAre() {
        careful.stored("bad/1", "one");
        careful.gone("bad/1");
        assertThrows(IllegalArgumentException.class, () -> careful.gone("bad/2"));
    }

    @Test
    void noMoreThanAThousandKeysAreRemembered() {
        for (int key = 0; key < 1001; key++) {
            careful.stored("bad/" + key, "junk");
        }
        assertEquals(1000, careful.unreadable());
    }

    @Test
    void whatIsToldAndCanNotBeReadIsPassedOver() {
        careful.told("one");
        careful.told("two");
        careful.told("3");
        assertEquals(List.of("told 3"), told);
    }
}
