package almenara.sharedstate;

import almenara.messages.StateEntry;
import almenara.messages.StateTable;
import almenara.tables.Table;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;

/** The entries of all tables as this node has read them. */
final class Shelf implements Table.Watcher {

    private final LongSupplier tick;
    private final Map<StateTable, Map<String, Item>> tables = new ConcurrentHashMap<>();

    private final AtomicLong version = new AtomicLong();

    private record Item(Kept kept, int size) {
    }

    Shelf(LongSupplier tick) {
        this.tick = tick;
    }

    Collection<StateTable> tables() {
        return tables.keySet();
    }

    long version() {
        return version.get();
    }

    Optional<StateEntry> find(Slot slot) {
        return Optional.ofNullable(of(slot.table()).get(slot.key())).flatMap(item -> item.kept().at(tick.getAsLong()));
    }

    /** Everything that has not bleached away. */
    void each(StateTable table, BiConsumer<String, StateEntry> receiver) {
        long now = tick.getAsLong();
        of(table).forEach((key, item) -> item.kept().at(now).ifPresent(entry -> receiver.accept(key, entry)));
    }

    int count(StateTable table) {
        return of(table).size();
    }

    long count(StateTable table, String author) {
        return of(table).values().stream().filter(item -> item.kept().entry().author().equals(author)).count();
    }

    long bytes(StateTable table) {
        return of(table).values().stream().mapToLong(Item::size).sum();
    }

    int size(Slot slot) {
        return Optional.ofNullable(of(slot.table()).get(slot.key())).map(Item::size).orElse(0);
    }

    private Map<String, Item> of(StateTable table) {
        return tables.getOrDefault(table, Map.of());
    }

    @Override
    public void read(String key, String value) {
        Slot.parse(key);
        Kept.decode(value);
    }

    @Override
    public void reset(Map<String, String> entries) {
        tables.clear();
        entries.forEach(this::stored);
        version.incrementAndGet();
    }

    @Override
    public void stored(String key, String value) {
        Slot slot = Slot.parse(key);
        Kept kept = Kept.decode(value);
        tables.compute(slot.table(), (table, entries) -> {
            Map<String, Item> all = entries == null ? new ConcurrentHashMap<>() : entries;
            all.put(slot.key(), new Item(kept, Kept.size(slot.key(), kept.entry())));
            return all;
        });
        version.incrementAndGet();
    }

    @Override
    public void gone(String key) {
        Slot slot = Slot.parse(key);
        tables.computeIfPresent(slot.table(), (table, entries) -> {
            entries.remove(slot.key());
            return entries.isEmpty() ? null : entries;
        });
        version.incrementAndGet();
    }
}
