package almenara.tables;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What a watcher was told of one key. */
final class Watching implements Table.Watcher {
    private final String key;
    private final List<String> told = new ArrayList<>();

    Watching(String key) {
        this.key = key;
    }

    @Override
    public synchronized void reset(Map<String, String> entries) {
        told.add(entries.containsKey(key) ? "reset " + entries.get(key) : "reset");
    }

    @Override
    public synchronized void stored(String stored, String value) {
        note(stored, "stored " + value);
    }

    @Override
    public synchronized void gone(String gone) {
        note(gone, "gone");
    }

    @Override
    public synchronized void told(String text) {
        note(text, "told");
    }

    private synchronized void note(String of, String what) {
        if (of.equals(key)) {
            told.add(what);
        }
    }

    private synchronized List<String> told() {
        return List.copyOf(told);
    }

    void expect(List<String> all) {
        Crowd.until(() -> told().size() >= all.size());
        assertEquals(all, told());
    }
}
