package almenara.rooms;

import almenara.messages.Entry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a room's log keeps, as far as this node has applied it, bounded in entries and in characters. It does not depend on what becomes of a write in the
 * moment in which a node dies.
 */
final class Kept {

    private final RoomLimits limits;
    private final TreeMap<Long, Entry> entries = new TreeMap<>();
    private long characters;

    Kept(RoomLimits limits) {
        this.limits = limits;
    }

    /** Takes the entry in, and gives the offsets of those that it has pushed out. */
    List<Long> applied(long offset, Entry entry) {
        take(offset, entry);
        List<Long> pushedOut = new ArrayList<>();
        while (entries.size() > limits.entries() || characters > limits.characters() && entries.size() > 1) {
            Map.Entry<Long, Entry> oldest = entries.pollFirstEntry();
            characters -= oldest.getValue().data().length();
            pushedOut.add(oldest.getKey());
        }
        return pushedOut;
    }

    /** Another entry has won the offset after all. */
    void corrected(long offset, Entry entry) {
        take(offset, entry);
    }

    private void take(long offset, Entry entry) {
        Entry former = entries.put(offset, entry);
        characters += entry.data().length() - (former == null ? 0 : former.data().length());
    }

    Optional<Entry> at(long offset) {
        return Optional.ofNullable(entries.get(offset));
    }

    /** True when another entry than this one was applied at the offset. */
    boolean differs(long offset, Entry entry) {
        return entries.containsKey(offset) && !entries.get(offset).equals(entry);
    }

    /** Everything by its offset. */
    Map<Long, Entry> all() {
        return Map.copyOf(entries);
    }

    void clear() {
        entries.clear();
        characters = 0;
    }
}
