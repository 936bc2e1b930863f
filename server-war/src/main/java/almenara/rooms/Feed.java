package almenara.rooms;

import almenara.messages.Entry;
import almenara.messages.Event;
import almenara.messages.Position;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/**
 * The log of one room as this node takes it in: entry after entry, each once it is known that every node has it. What no word was given for is agreed upon
 * with the others, after a while or when nobody is left to give it. Everything but {@link #tail}, {@link #active} and {@link #isIdle} is asked in the room's
 * serial alone.
 */
final class Feed {

    private static final System.Logger LOG = System.getLogger(Feed.class.getName());
    /** How long a hole in the log may stay open before it is taken for the trace of a crash. */
    private static final Duration HOLE = Duration.ofMillis(1500);

    private final String room;
    private final RoomLog log;
    private final Reader reader;
    private final Bounds bounds;
    private final Pending pending = new Pending();
    private volatile Position tail;
    private volatile long active;

    /** Who takes the entries. */
    interface Reader {

        void happened(long offset, Entry entry);

        /** The tail has come to where it is without all that lies before. */
        void jumped();
    }

    Feed(String room, Position start, RoomLog log, Reader reader) {
        this.room = room;
        this.tail = start;
        this.log = log;
        this.reader = reader;
        this.bounds = log.bounds();
        this.active = log.now();
    }

    /** The last position that this node has applied. */
    Position tail() {
        return tail;
    }

    /** When the last entry was applied here, in milliseconds of the epoch. */
    long active() {
        return active;
    }

    /** Nothing waits. */
    boolean isIdle() {
        return pending.isEmpty();
    }

    /** Everything after the place where somebody has got to, or nothing when not all of it can be had. */
    Optional<List<Event.Logged>> since(Position cursor) {
        if (!isOfThisEpoch(cursor) || cursor.offset() > tail.offset()) {
            LOG.log(System.Logger.Level.DEBUG, "no continuity from {0} to {1}", cursor, tail);
            return Optional.empty();
        }
        List<Event.Logged> missed = new ArrayList<>();
        for (Position at = cursor; at.offset() < tail.offset();) {
            at = at.next();
            Optional<Entry> entry = log.read(room, at).filter(found -> found.kind() != Entry.Kind.GAP);
            if (entry.isEmpty()) {
                LOG.log(System.Logger.Level.DEBUG, "no continuity from {0} to {1}: the log has nothing at {2}", cursor, tail, at);
                return Optional.empty();
            }
            missed.add(new Event.Logged(at.offset(), entry.get()));
        }
        return Optional.of(missed);
    }

    /** Goes on in another epoch, from a position in it. */
    void restart(Position start) {
        if (!isOfThisEpoch(start)) {
            pending.clear();
            bounds.clear();
            jump(start);
        }
    }

    /**
     * The log is known to reach that position, on every node: applies what is there, and jumps over what is not. What this node had heard before may have
     * come to nothing, if it was cut off.
     */
    void catchUp(Position to) {
        if (!isOfThisEpoch(to)) {
            return;
        }
        pending.clear();
        heal();
        pending.settledThrough(to.offset());
        apply();
        if (isAhead(to)) {
            jump(to);
            heal();
        }
    }

    /** An entry is in this node's copy. */
    void arrived(Position at, Entry entry) {
        if (isAhead(at)) {
            pending.arrived(at.offset(), entry, log.now());
            apply();
        }
    }

    /** Every node has the entry at that position. */
    void settled(Position at) {
        if (isAhead(at)) {
            pending.settled(at.offset(), log.now());
            apply();
        }
    }

    /** Somebody has got as far elsewhere: agrees with the others upon what this node still waits with. */
    void reach(Position at) {
        heal();
        settleWhile(() -> isAhead(at));
    }

    /** Agrees with the others upon what has waited for so long, or will not get the word, and closes a hole that has stayed open for too long. */
    void mend(Duration patience, Predicate<Pending.Arrived> bereft) {
        note();
        heal();
        long before = log.now() - patience.toMillis();
        settleWhile(() -> pending.at(tail.offset() + 1).filter(entry -> entry.at() <= before).isPresent() || pending.any(bereft));
        if (waits(HOLE)) {
            settle();
            settleWhile(() -> true);
        }
    }

    private void settleWhile(BooleanSupplier condition) {
        while (pending.at(tail.offset() + 1).isPresent() && condition.getAsBoolean()) {
            settle();
        }
    }

    private boolean waits(Duration patience) {
        return !pending.isEmpty() && log.now() - pending.since() >= patience.toMillis();
    }

    /** Sees to it that every node has the next entry: this node's, or that of another, or a GAP when nobody has one. */
    private void settle() {
        Position next = tail.next();
        Entry entry = log.settle(room, next, pending.at(next.offset()).map(Pending.Arrived::entry).orElse(Entry.gap()));
        pending.arrived(next.offset(), entry, log.now());
        pending.settled(next.offset(), log.now());
        apply();
    }

    /** Finds what came into this node's copy without a notification. */
    void heal() {
        Position next = tail.next();
        while (pending.at(next.offset()).isPresent() || find(next)) {
            next = next.next();
        }
        apply();
    }

    private boolean find(Position at) {
        Optional<Entry> found = log.read(room, at);
        found.ifPresent(entry -> pending.arrived(at.offset(), entry, log.now()));
        note();
        return found.isPresent();
    }

    private void apply() {
        note();
        for (Optional<Entry> next = take(); next.isPresent(); next = take()) {
            tail = tail.next();
            active = log.now();
            apply(next.get());
        }
    }

    /** Whatever comes of what follows, it is known that something waits here. */
    private void note() {
        if (!isIdle()) {
            log.waits(room);
        }
    }

    private Optional<Entry> take() {
        return pending.take(tail.offset() + 1, log.now());
    }

    private void apply(Entry entry) {
        if (entry.kind() == Entry.Kind.GAP) {
            jump(tail);
        } else {
            reader.happened(tail.offset(), entry);
        }
        bounds.applied(tail.offset(), entry).forEach(offset -> log.forget(room, new Position(tail.epoch(), offset)));
    }

    private void jump(Position to) {
        tail = to;
        pending.dropThrough(to.offset());
        reader.jumped();
    }

    private boolean isOfThisEpoch(Position at) {
        return at.epoch().equals(tail.epoch());
    }

    private boolean isAhead(Position at) {
        return isOfThisEpoch(at) && at.offset() > tail.offset();
    }
}
