package almenara.rooms;

import almenara.messages.Entry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** How much of a room's log is kept, in entries and in characters. Every node that applies the same entries comes to the same end. */
final class Bounds {

    private final RoomLimits limits;
    private final TreeMap<Long, Integer> lengths = new TreeMap<>();
    private long characters;

    Bounds(RoomLimits limits) {
        this.limits = limits;
    }

    /** Takes the entry in, and gives the offsets of those that it has pushed out. */
    List<Long> applied(long offset, Entry entry) {
        lengths.put(offset, entry.data().length());
        characters += entry.data().length();
        List<Long> pushedOut = new ArrayList<>();
        while (lengths.size() > limits.entries() || characters > limits.characters() && lengths.size() > 1) {
            Map.Entry<Long, Integer> oldest = lengths.pollFirstEntry();
            characters -= oldest.getValue();
            pushedOut.add(oldest.getKey());
        }
        return pushedOut;
    }

    void clear() {
        lengths.clear();
        characters = 0;
    }
}
