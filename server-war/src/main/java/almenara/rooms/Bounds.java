package almenara.rooms;

import almenara.messages.Entry;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

/** How much of a room's log is kept, in entries and in characters. Every node that applies the same entries comes to the same end. */
final class Bounds {

    private final RoomLimits limits;
    private final Queue<Kept> kept = new ArrayDeque<>();
    private long characters;

    Bounds(RoomLimits limits) {
        this.limits = limits;
    }

    private record Kept(long offset, int length) {
    }

    /** Takes the entry in, which is later than those before, and gives the offsets of those that it has pushed out. */
    List<Long> applied(long offset, Entry entry) {
        kept.add(new Kept(offset, entry.data().length()));
        characters += entry.data().length();
        List<Long> pushedOut = new ArrayList<>();
        while (kept.size() > limits.entries() || characters > limits.characters() && kept.size() > 1) {
            Kept oldest = kept.remove();
            characters -= oldest.length();
            pushedOut.add(oldest.offset());
        }
        return pushedOut;
    }

    void clear() {
        kept.clear();
        characters = 0;
    }
}
