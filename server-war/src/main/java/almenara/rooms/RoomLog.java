package almenara.rooms;

import almenara.messages.Entry;
import almenara.messages.Event;
import almenara.messages.Position;
import almenara.messages.Refusal;
import almenara.tables.Table;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The logs of all rooms, an entry a key: {@code {room}:{epoch}:{offset}}. An append takes the next offset that this node knows to be free; who loses
 * the race for it takes the following one. So offsets are consecutive, all nodes see one order, and an append is one replicated write.
 */
final class RoomLog {

    private static final System.Logger LOG = System.getLogger(RoomLog.class.getName());

    /** An append that loses so many races in a row meets a storm, and is refused rather than adding to it. */
    private static final int MOST_RACES = 256;
    private static final long STORM_MILLIS = 200;
    /** How far behind the end an entry is certainly there still, on every node: less than the fewest that any settings let a log keep. */
    static final long NEAR = 8;

    private final Table table;
    private final RoomLimits limits;
    private final Clock clock;

    RoomLog(Table table, RoomLimits limits, Clock clock) {
        this.table = table;
        this.limits = limits;
        this.clock = clock;
    }

    /** A key of the log, taken apart. */
    record Place(String room, Position at) {

        static Place parse(String key) {
            String[] parts = key.split(":", 3);
            return new Place(parts[0], new Position(parts[1], Long.parseLong(parts[2])));
        }
    }

    long now() {
        return clock.millis();
    }

    /** Writes the entry at the end of the room's log; it returns when every node has it. */
    Position append(Room room, Entry entry) {
        room.turn.begin();
        try {
            for (int race = 0; race < MOST_RACES; race++) {
                Position at = room.turn.next(room.tail());
                boolean won = table.putIfAbsent(key(room.id, at), entry.encode(), limits.resume());
                room.turn.taken(at);
                if (won && room.tail().epoch().equals(at.epoch())) {
                    return at;
                }
            }
        } finally {
            room.turn.end();
        }
        throw new Refusal(Refusal.Code.OVERLOADED, "too many write to this room at once", STORM_MILLIS);
    }

    Optional<Entry> read(String room, Position at) {
        return table.get(key(room, at)).map(Entry::decode);
    }

    /** Everything after the one position up to the other, unless any of it can't be had. */
    Optional<List<Event.Logged>> between(String room, Position cursor, Position tail) {
        if (!cursor.epoch().equals(tail.epoch()) || cursor.offset() > tail.offset()) {
            LOG.log(System.Logger.Level.DEBUG, "no continuity from {0} to {1}", cursor, tail);
            return Optional.empty();
        }
        List<Event.Logged> missed = new ArrayList<>();
        for (Position at = cursor; at.offset() < tail.offset();) {
            at = at.next();
            Optional<Entry> entry = read(room, at).filter(found -> found.kind() != Entry.Kind.GAP);
            if (entry.isEmpty()) {
                LOG.log(System.Logger.Level.DEBUG, "no continuity from {0} to {1}: the log has nothing at {2}", cursor, tail, at);
                return Optional.empty();
            }
            missed.add(new Event.Logged(at.offset(), entry.get()));
        }
        return Optional.of(missed);
    }

    /** The bounds of one room's log, empty. */
    Kept kept() {
        return new Kept(limits);
    }

    /** Drops this node's copy of an entry that was pushed out of the bounds. Every node does so for its own. */
    void forget(String room, Position at) {
        table.forget(key(room, at));
    }

    /** Fills a hole that a crash left, so that the room can go on; if somebody has filled it by now, nothing changes and the answer is false. */
    boolean close(String room, Position hole) {
        return table.putIfAbsent(key(room, hole), Entry.gap().encode(), limits.resume());
    }

    private static String key(String room, Position at) {
        return room + ':' + at.epoch() + ':' + at.offset();
    }
}
