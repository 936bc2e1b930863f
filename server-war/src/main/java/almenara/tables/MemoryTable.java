package almenara.tables;

import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

/** The table of one process: the twin of the replicated one, for tests of many nodes in one and for trying things out. */
public final class MemoryTable implements Table {

    private record Held(String value, long ends) {
    }

    /** What all nodes share; its monitor guards all of it, and what they have forgotten too. */
    private static final class Store {
        private final Clock clock;
        private final Map<String, Held> entries = new TreeMap<>();
        private final List<MemoryTable> nodes = new CopyOnWriteArrayList<>();
        private final List<Watcher> watchers = new CopyOnWriteArrayList<>();

        Store(Clock clock) {
            this.clock = clock;
        }
    }

    private final Store store;
    private final Set<String> forgotten = new HashSet<>();

    public MemoryTable(Clock clock) {
        this(new Store(clock));
    }

    private MemoryTable(Store store) {
        this.store = store;
        store.nodes.add(this);
    }

    /** The same table as another node has it. */
    public MemoryTable beside() {
        return new MemoryTable(store);
    }

    @Override
    public Optional<String> get(String key) {
        synchronized (store) {
            return Optional.ofNullable(live(key)).filter(value -> !forgotten.contains(key));
        }
    }

    @Override
    public void put(String key, String value, Duration life) {
        synchronized (store) {
            store.entries.put(key, new Held(Table.checked(value), end(life)));
            store.nodes.forEach(node -> node.forgotten.remove(key));
            store.watchers.forEach(watcher -> watcher.stored(key, value));
        }
    }

    @Override
    public boolean putIfAbsent(String key, String value, Duration life) {
        synchronized (store) {
            if (live(key) != null) {
                return false;
            }
            put(key, value, life);
            return true;
        }
    }

    @Override
    public boolean replace(String key, String old, String value, Duration life) {
        synchronized (store) {
            if (!old.equals(live(key))) {
                return false;
            }
            put(key, value, life);
            return true;
        }
    }

    @Override
    public boolean remove(String key, String old) {
        synchronized (store) {
            if (!old.equals(live(key))) {
                return false;
            }
            end(key);
            return true;
        }
    }

    @Override
    public String settle(String key, String value, Duration life) {
        synchronized (store) {
            String there = live(key);
            put(key, there == null ? value : there, life);
            return there == null ? value : there;
        }
    }

    @Override
    public void tell(String text) {
        synchronized (store) {
            store.watchers.forEach(watcher -> watcher.told(text));
        }
    }

    @Override
    public void forget(String key) {
        synchronized (store) {
            forgotten.add(key);
            if (store.nodes.stream().allMatch(node -> node.forgotten.contains(key))) {
                store.entries.remove(key);
                store.nodes.forEach(node -> node.forgotten.remove(key));
            }
        }
    }

    @Override
    public void watch(Watcher told) {
        Watcher watcher = new Careful(told);
        synchronized (store) {
            expire();
            watcher.reset(store.entries.entrySet().stream().filter(entry -> !forgotten.contains(entry.getKey()))
                    .collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue().value())));
            store.watchers.add(watcher);
        }
    }

    /** Ends what has outlived its life, as the reaper of a cache does on its own. */
    public void expire() {
        synchronized (store) {
            List.copyOf(store.entries.keySet()).forEach(this::live);
        }
    }

    /** How many entries this node has. */
    public int size() {
        synchronized (store) {
            expire();
            return store.entries.size() - forgotten.size();
        }
    }

    private String live(String key) {
        Held held = store.entries.get(key);
        if (held == null) {
            return null;
        }
        if (held.ends() <= store.clock.millis()) {
            end(key);
            return null;
        }
        return held.value();
    }

    private void end(String key) {
        store.entries.remove(key);
        store.nodes.forEach(node -> node.forgotten.remove(key));
        store.watchers.forEach(watcher -> watcher.gone(key));
    }

    private long end(Duration life) {
        return life.isZero() ? Long.MAX_VALUE : store.clock.millis() + life.toMillis();
    }
}
