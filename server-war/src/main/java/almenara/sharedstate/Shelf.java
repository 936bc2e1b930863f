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

/** The entries of all tables as this node has read them, and for which keys the {@link Newest} time is remembered. */
final class Shelf implements Table.Watcher {

    private final LongSupplier tick;
    private final Newest newest;
    private final Map<StateTable, Map<String, Item>> tables = new ConcurrentHashMap<>();

    private final AtomicLong version = new AtomicLong();

    private record Item(Kept kept, int size) {
    }

    Shelf(LongSupplier tick, Newest newest) {
        this.tick = tick;
        this.newest = newest;
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
        if (Newest.isKey(key)) {
            Newest.read(value);
            return;
        }
        Slot.parse(key);
        Kept.decode(value);
    }

    /** What is there goes on being there: who reads meanwhile sees no empty table. */
    @Override
    public void reset(Map<String, String> entries) {
        newest.reset(entries);
        entries.forEach(this::stored);
        tables.forEach((table, items) -> items.keySet().stream().map(key -> new Slot(table, key).text()).filter(key -> !entries.containsKey(key)).forEach(this::gone));
        version.incrementAndGet();
    }

    @Override
    public void stored(String key, String value) {
        if (Newest.isKey(key)) {
            newest.stored(key);
            return;
        }
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
        if (Newest.isKey(key)) {
            newest.gone(key);
            return;
        }
        Slot slot = Slot.parse(key);
        tables.computeIfPresent(slot.table(), (table, entries) -> {
            entries.remove(slot.key());
            return entries.isEmpty() ? null : entries;
        });
        version.incrementAndGet();
    }
}
