package almenara.tables;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

/** The table of one process: the twin of the replicated one, for tests of many nodes in one and for trying things out. */
public final class MemoryTable implements Table {

    private record Held(String value, long ends) {
    }

    private final Clock clock;
    private final Map<String, Held> entries = new TreeMap<>();
    private final List<Watcher> watchers = new CopyOnWriteArrayList<>();

    public MemoryTable(Clock clock) {
        this.clock = clock;
    }

    @Override
    public synchronized Optional<String> get(String key) {
        return Optional.ofNullable(live(key));
    }

    @Override
    public synchronized void put(String key, String value, Duration life) {
        entries.put(key, new Held(value, end(life)));
        watchers.forEach(watcher -> watcher.stored(key, value));
    }

    @Override
    public synchronized boolean putIfAbsent(String key, String value, Duration life) {
        if (live(key) != null) {
            return false;
        }
        put(key, value, life);
        return true;
    }

    @Override
    public synchronized boolean replace(String key, String old, String value, Duration life) {
        if (!old.equals(live(key))) {
            return false;
        }
        put(key, value, life);
        return true;
    }

    @Override
    public synchronized boolean remove(String key, String old) {
        if (!old.equals(live(key))) {
            return false;
        }
        end(key);
        return true;
    }

    @Override
    public synchronized void forget(String key) {
        entries.remove(key);
    }

    @Override
    public synchronized void watch(Watcher watcher) {
        expire();
        watcher.reset(entries.entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, e -> e.getValue().value())));
        watchers.add(watcher);
    }

    /** Ends what has outlived its life, as the reaper of a cache does on its own. */
    public synchronized void expire() {
        long now = clock.millis();
        new ArrayList<>(entries.entrySet()).stream().filter(e -> e.getValue().ends() <= now).forEach(e -> end(e.getKey()));
    }

    /** How many entries there are. */
    public synchronized int size() {
        expire();
        return entries.size();
    }

    private String live(String key) {
        Held held = entries.get(key);
        if (held == null) {
            return null;
        }
        if (held.ends() <= clock.millis()) {
            end(key);
            return null;
        }
        return held.value();
    }

    private void end(String key) {
        entries.remove(key);
        watchers.forEach(watcher -> watcher.gone(key));
    }

    private long end(Duration life) {
        return life.isZero() ? Long.MAX_VALUE : clock.millis() + life.toMillis();
    }
}
