package almenara.rooms;

import almenara.messages.Entry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a room's log keeps, as far as this node has applied it: bounded in entries and in characters, and remembered well enough to tell a different entry. */
final class Kept {

    /** An entry that is kept: its length in characters, and its hash. */
    private record Trace(int length, int hash) {
    }

    private final RoomLimits limits;
    private final TreeMap<Long, Trace> traces = new TreeMap<>();
    private long characters;

    Kept(RoomLimits limits) {
        this.limits = limits;
    }

    /** Takes the entry in, and gives the offsets of those that it has pushed out. */
    List<Long> applied(long offset, Entry entry) {
        Trace trace = new Trace(entry.data().length(), entry.hashCode());
        traces.put(offset, trace);
        characters += trace.length();
        List<Long> pushedOut = new ArrayList<>();
        while (traces.size() > limits.entries() || characters > limits.characters() && traces.size() > 1) {
            Map.Entry<Long, Trace> oldest = traces.pollFirstEntry();
            characters -= oldest.getValue().length();
            pushedOut.add(oldest.getKey());
        }
        return pushedOut;
    }

    /** True when another entry than this one was applied at the offset. */
    boolean differs(long offset, Entry entry) {
        Trace trace = traces.get(offset);
        return trace != null && trace.hash() != entry.hashCode();
    }
}
