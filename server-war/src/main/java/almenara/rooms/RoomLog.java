package almenara.rooms;

import almenara.messages.Entry;
import almenara.messages.Position;
import almenara.messages.Refusal;
import almenara.tables.Table;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;

/**
 * The logs of all rooms, an entry a key: {@code {room}:{epoch}:{offset}}. An append takes the next offset that this node knows to be free; who loses
 * the race for it takes the following one. So offsets are consecutive, all nodes see one order, and an append is one replicated write. Whoever has
 * written an entry then gives its word to all nodes that every one of them has it.
 */
final class RoomLog {

    /** An append that loses so many races in a row meets a storm, and is refused rather than adding to it. */
    private static final int MOST_RACES = 256;
    private static final long STORM_MILLIS = 200;

    private final Table table;
    private final RoomLimits limits;
    private final Clock clock;
    private final BooleanSupplier serving;
    private final Set<String> waiting = ConcurrentHashMap.newKeySet();

    /** {@code serving}: whether this node knows the cluster's state. */
    RoomLog(Table table, RoomLimits limits, Clock clock, BooleanSupplier serving) {
        this.table = table;
        this.limits = limits;
        this.clock = clock;
        this.serving = serving;
    }

    /** A key of the log, taken apart. */
    record Place(String room, Position at) {

        private static final int PARTS = 3;

        /** {@link IllegalArgumentException} for what is no such key. */
        static Place parse(String key) {
            String[] parts = key.split(":", PARTS);
            if (parts.length != PARTS) {
                throw new IllegalArgumentException("a key of the log has three parts");
            }
            try {
                return new Place(parts[0], new Position(parts[1], Long.parseLong(parts[2])));
            } catch (Refusal noPosition) {
                throw new IllegalArgumentException(noPosition);
            }
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
                if (won) {
                    checkServing();
                    giveWord(room.id, at);
                    room.settled(at);
                }
                if (won && room.tail().epoch().equals(at.epoch())) {
                    return at;
                }
            }
        } finally {
            room.endTurn();
        }
        throw new Refusal(Refusal.Code.OVERLOADED, "too many write to this room at once", STORM_MILLIS);
    }

    /** A node that was given up may write where the others have forgotten what was there. */
    private void checkServing() {
        if (!serving.getAsBoolean()) {
            throw new Refusal(Refusal.Code.UNAVAILABLE, "this node was cut off from its cluster; say it again elsewhere", 0);
        }
    }

    /** Where it gets lost, the others find out by themselves, later. */
    private void giveWord(String room, Position at) {
        table.tell(key(room, at));
    }

    Optional<Entry> read(String room, Position at) {
        return table.get(key(room, at)).map(Entry::decode);
    }

    /** The bounds of one room's log, empty. */
    Bounds bounds() {
        return new Bounds(limits);
    }

    /** This node waits with something of the room's log. */
    void waits(String room) {
        waiting.add(room);
    }

    /** The rooms with which this node may have waited since this was asked last; where it still does, they are to say so again. */
    List<String> takeWaiting() {
        List<String> taken = List.copyOf(waiting);
        taken.forEach(waiting::remove);
        return taken;
    }

    /** Drops this node's copy of an entry that was pushed out of the bounds. Every node does so for its own. */
    void forget(String room, Position at) {
        table.forget(key(room, at));
    }

    /** Makes sure that every node has the same entry there: the one that somebody has written, else the given one. Returns which. */
    Entry settle(String room, Position at, Entry entry) {
        String agreed = table.settle(key(room, at), entry.encode(), limits.resume());
        giveWord(room, at);
        return Entry.decode(agreed);
    }

    private static String key(String room, Position at) {
        return room + ':' + at.epoch() + ':' + at.offset();
    }
}
