package almenara.rooms;

import almenara.messages.Refusal;
import almenara.tables.ClusterView;
import almenara.tasks.Serial;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * The rooms that are to go on in another epoch, for two parts of the cluster that both went on have met. Each is restarted by the node that leads it, several
 * at a time, so that none waits for all others. What the cluster does not take is tried again.
 */
final class Restarts {

    private static final System.Logger LOG = System.getLogger(Restarts.class.getName());
    /** So many rooms at a time are restarted by a node. */
    private static final int LANES = 16;

    private final Heads heads;
    private final ClusterView cluster;
    private final List<Serial> lanes;
    /** The epochs that are to end. */
    private final Map<String, String> torn = new ConcurrentHashMap<>();

    Restarts(Heads heads, ClusterView cluster) {
        this.heads = heads;
        this.cluster = cluster;
        this.lanes = Stream.generate(() -> new Serial(heads.executor())).limit(LANES).toList();
    }

    /** All rooms that there are now. */
    void begin() {
        heads.rooms().forEach(room -> torn.put(room.id, room.tail().epoch()));
    }

    /** Restarts what this node leads; nobody waits for it. */
    void go() {
        Map.copyOf(torn).forEach((id, epoch) -> {
            Optional<Room> room = heads.find(id).filter(found -> found.tail().epoch().equals(epoch));
            if (room.isEmpty()) {
                torn.remove(id, epoch);
            } else if (cluster.leads(id) && torn.remove(id, epoch)) {
                lanes.get(Math.floorMod(id.hashCode(), LANES)).run(() -> restart(room.get(), epoch));
            }
        });
    }

    /** Meanwhile another node may have led it, and have done so. */
    private void restart(Room room, String epoch) {
        boolean done = false;
        try {
            if (room.tail().epoch().equals(epoch)) {
                heads.restart(room);
            }
            done = true;
        } catch (Refusal refusal) {
            LOG.log(System.Logger.Level.DEBUG, "a room has to wait: {0}", refusal.getMessage());
        } finally {
            if (!done) {
                torn.putIfAbsent(room.id, epoch);
            }
        }
    }
}
