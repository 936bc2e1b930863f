package almenara.rooms;

import almenara.tables.ClusterView;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What is on record of members at nodes that have died. A node may die over a write that has reached some nodes only, and a record that the node which leads
 * the room does not know would never be detached. What that one knows it detaches by itself, and members come back at other nodes: so only a record that stays
 * is written again, to all. Asked by one thread at a time.
 */
final class Orphans {

    /** How long a record may stay before it is settled. */
    private static final Duration PATIENCE = Duration.ofSeconds(1);
    /** How long until it is settled again. */
    private static final Duration PAUSE = Duration.ofSeconds(6);

    private final Caretaker.Charge charge;
    private final ClusterView cluster;
    /** When each is to be settled, in milliseconds of the epoch. */
    private final Map<Members.Held, Long> due = new HashMap<>();

    Orphans(Caretaker.Charge charge, ClusterView cluster) {
        this.charge = charge;
        this.cluster = cluster;
    }

    /** Settles what has stayed for long enough; where one is refused, the others wait for the next time. */
    void settle(List<Room> rooms) {
        Set<Members.Held> found = find(rooms);
        due.keySet().retainAll(found);
        long now = charge.log().now();
        for (Members.Held held : found) {
            if (due.computeIfAbsent(held, any -> now + PATIENCE.toMillis()) <= now) {
                charge.members().settle(held);
                due.put(held, now + PAUSE.toMillis());
            }
        }
    }

    private Set<Members.Held> find(List<Room> rooms) {
        Map<String, Boolean> alive = new HashMap<>();
        Set<Members.Held> found = new HashSet<>();
        for (Room room : rooms) {
            for (Members.Held held : charge.members().of(room.id)) {
                Member.Place place = held.member().place();
                if (place.attached() && !alive.computeIfAbsent(place.node(), cluster::alive)) {
                    found.add(held);
                }
            }
        }
        return found;
    }
}
