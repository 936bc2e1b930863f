package almenara.faults;

import almenara.faults.Event.Place;
import almenara.faults.Event.Signal;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;

/** The time of a member in a room from one roster that it was given to the next: over it, whatever its connections did, the log has to have come without a hole. */
final class Stay {

    private final int client;
    private final Place from;
    private final Set<Long> offsets = new HashSet<>();
    private long last;

    Stay(int client, Place from) {
        this.client = client;
        this.from = from;
        last = from.offset();
    }

    /** The place that the member came in at. */
    Place from() {
        return from;
    }

    String epoch() {
        return from.epoch();
    }

    /** The newest offset that has come. */
    long last() {
        return last;
    }

    /** False when the offset had come before. */
    boolean add(long offset) {
        last = Math.max(last, offset);
        return offsets.add(offset);
    }

    /** What others have said and did not come, in front of what did ({@code SILENT_GAP}) or, when the member is still there, behind it ({@code NOT_DELIVERED}). */
    void missing(Log log, boolean there, BiConsumer<Finding.Kind, Map.Entry<Long, Signal>> found) {
        for (Map.Entry<Long, Signal> entry : log.after(from).entrySet()) {
            if (entry.getValue().author() == client || offsets.contains(entry.getKey())) {
                continue;
            }
            if (entry.getKey() < last) {
                found.accept(Finding.Kind.SILENT_GAP, entry);
            } else if (there) {
                found.accept(Finding.Kind.NOT_DELIVERED, entry);
            }
        }
    }

    @Override
    public String toString() {
        return "client " + client + " since " + from;
    }
}
