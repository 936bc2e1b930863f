package almenara.rooms;

import almenara.messages.Entry;
import almenara.messages.Ids;
import almenara.messages.Names;
import almenara.messages.Position;
import almenara.messages.Refusal;
import almenara.tables.Table;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;

/**
 * The rooms that exist, a head each: {@code {room} -> epoch, offset, turn}. The offset is behind the log's tail by no more than what the log still keeps,
 * so that a node that starts now finds the tail; the turn changes with every write, so that a room is not closed under somebody who has just come in.
 */
final class Heads implements Table.Watcher {

    /** How long a head outlives the last refresh: longer than any pause of the node that looks after it. */
    static final Duration LIFE = Duration.ofMinutes(5);
    private static final int MOST_TRIES = 16;
    private static final long TURNS_BY_OTHERS = 2;
    /** Whoever has sat in a room for so long is seen by the node that could close it. */
    private static final Duration ELDER = Duration.ofSeconds(10);

    private final Table table;
    private final Ids ids;
    private final Room.Shared shared;
    private final int most;
    private final Map<String, Room> rooms = new ConcurrentHashMap<>();
    private final Map<String, Long> refreshed = new ConcurrentHashMap<>();

    Heads(Table table, Ids ids, Room.Shared shared, int most) {
        this.table = table;
        this.ids = ids;
        this.shared = shared;
        this.most = most;
    }

    void start() {
        table.watch(this);
    }

    /** What is done with rooms is done on its threads. */
    Executor executor() {
        return shared.executor();
    }

    Collection<Room> rooms() {
        return rooms.values();
    }

    Optional<Room> find(String room) {
        return Optional.ofNullable(rooms.get(room));
    }

    /** The room, made if it is not there. Whoever sits down in it has to {@link #confirm} that it was not closed meanwhile. */
    Room open(String room) {
        for (int tries = 0; tries < MOST_TRIES; tries++) {
            Optional<String> text = table.get(room);
            if (text.isPresent()) {
                return known(room, Head.decode(text.get()));
            }
            create(room, tries);
        }
        throw new Refusal(Refusal.Code.OVERLOADED, "too many come into this room at once", 1000);
    }

    /** A head that is there all the same and not in this node's copy was written by a node that died over it: then everybody gets it now. */
    private void create(String room, int tries) {
        if (rooms.size() >= (Names.isForeign(room) ? Math.ceilDiv(most, 2) : most)) {
            throw new Refusal(Refusal.Code.TOO_MANY_ROOMS, "the cluster holds its " + most + " rooms, or half of them for a dialect");
        }
        String head = new Head(new Position(ids.epoch(), 0), 0).encode();
        if (tries == 0) {
            table.putIfAbsent(Names.kept(room), head, LIFE);
        } else {
            table.settle(Names.kept(room), head, LIFE);
        }
    }

    /**
     * True when the room, in which somebody sits by now, is open. A first member changes its turn, so that nobody closes it who has not seen the member. Where
     * many come at once, others change it meanwhile, which is as good from the second change on: that was not begun before every node had the first, nor so
     * before this member sat down.
     */
    boolean confirm(Room room) {
        if (shared.members().hasElder(room.id, shared.log().now() - ELDER.toMillis())) {
            return rooms.get(room.id) == room;
        }
        Optional<Head> head = headOf(room);
        long first = head.map(Head::turn).orElse(0L);
        for (int tries = 0; head.isPresent() && tries < MOST_TRIES; tries++) {
            Head now = head.get();
            if (now.turn() - first >= TURNS_BY_OTHERS || table.replace(room.id, now.encode(), now.turned().encode(), LIFE)) {
                return rooms.get(room.id) == room;
            }
            head = headOf(room);
        }
        return false;
    }

    /** The head of the room, unless it was closed, or goes on in another epoch. */
    private Optional<Head> headOf(Room room) {
        return table.get(room.id).map(Head::decode).filter(head -> head.at().epoch().equals(room.tail().epoch()));
    }

    /** Keeps the head alive and near the tail. Only the node that leads the room does so. */
    void refresh(Room room) {
        table.get(room.id).ifPresent(text -> {
            Head head = Head.decode(text);
            Position tail = room.tail();
            boolean behind = head.isBehind(tail);
            boolean old = shared.log().now() - refreshed.getOrDefault(room.id, 0L) > LIFE.toMillis() / 3;
            if (behind || old) {
                table.replace(room.id, text, new Head(behind ? tail : head.at(), head.turn() + 1).encode(), LIFE);
            }
        });
    }

    /** When the head is to be refreshed, in milliseconds of the epoch: before its life ends, and after {@code patience} milliseconds where it is behind the log. Every node comes to the same. */
    long due(Room room, long patience) {
        long alive = refreshed.getOrDefault(room.id, 0L) + LIFE.toMillis() / 3 + 1;
        boolean behind = table.get(room.id).map(Head::decode).filter(head -> head.isBehind(room.tail())).isPresent();
        return behind ? Math.min(alive, shared.log().now() + patience) : alive;
    }

    /** Closes a room where nobody is, unless somebody comes in right now. */
    void close(Room room) {
        table.get(room.id).ifPresent(text -> {
            if (shared.members().of(room.id).isEmpty()) {
                table.remove(room.id, text);
            }
        });
    }

    /** Gives the room a new epoch: what was written on two sides of a split has no common order. */
    void restart(Room room) {
        table.put(room.id, new Head(new Position(ids.epoch(), 0), 0).encode(), LIFE);
    }

    @Override
    public void read(String key, String value) {
        Head.decode(value);
    }

    @Override
    public void reset(Map<String, String> entries) {
        rooms.keySet().stream().filter(room -> !entries.containsKey(room)).toList().forEach(this::gone);
        entries.forEach(this::stored);
        entries.forEach((room, text) -> catchUp(room, Head.decode(text).at()));
    }

    /** While notifications were missed, the log may have gone on, and its entries may have ended again. A head as such may overtake an entry. */
    private void catchUp(String room, Position at) {
        find(room).filter(found -> found.tail().epoch().equals(at.epoch())).ifPresent(found -> found.catchUp(at));
    }

    @Override
    public void stored(String key, String value) {
        Head head = Head.decode(value);
        refreshed.put(key, shared.log().now());
        Room room = known(key, head);
        if (!room.tail().epoch().equals(head.at().epoch())) {
            room.restart(head.at());
        }
    }

    @Override
    public void gone(String key) {
        refreshed.remove(key);
        Optional.ofNullable(rooms.remove(key)).ifPresent(room -> room.endAll(Outbox.Ending.MOVED));
    }

    private Room known(String room, Head head) {
        return rooms.computeIfAbsent(room, id -> new Room(id, head.at(), shared));
    }

    /** Passes the log's entries on to their rooms. */
    final class Follower implements Table.Watcher {

        /** So many of the newest entries are not taken for agreed upon: each node that writes may have one under way. */
        private static final long UNDER_WAY = 8;

        private record Log(String room, String epoch) {
        }

        @Override
        public void read(String key, String value) {
            RoomLog.Place.parse(key);
            Entry.decode(value);
        }

        /** The rooms may go on in other epochs while this is under way: an offset says nothing without its epoch. */
        @Override
        public void reset(Map<String, String> entries) {
            Map<Log, TreeSet<Long>> offsets = new HashMap<>();
            for (String key : entries.keySet()) {
                RoomLog.Place place = RoomLog.Place.parse(key);
                find(place.room()).ifPresent(room -> offsets.computeIfAbsent(new Log(room.id, place.at().epoch()), log -> new TreeSet<>()).add(place.at().offset()));
            }
            rooms.values().forEach(room -> readAnew(room, offsets));
        }

        private void readAnew(Room room, Map<Log, TreeSet<Long>> offsets) {
            headOf(room).map(Head::at).ifPresent(head -> {
                NavigableSet<Long> own = offsets.getOrDefault(new Log(room.id, head.epoch()), new TreeSet<>());
                Position last = own.isEmpty() ? head : new Position(head.epoch(), own.last()).back(UNDER_WAY);
                room.readAnew(last.offset() > head.offset() ? last : head, own);
            });
        }

        @Override
        public void stored(String key, String value) {
            RoomLog.Place place = RoomLog.Place.parse(key);
            find(place.room()).ifPresent(room -> room.arrived(place.at(), Entry.decode(value)));
        }

        @Override
        public void gone(String key) {
            // the end of an entry's life is no event
        }

        @Override
        public void told(String key) {
            RoomLog.Place place = RoomLog.Place.parse(key);
            find(place.room()).ifPresent(room -> room.settled(place.at()));
        }
    }
}
