package almenara.rooms;

import almenara.messages.Entry;
import almenara.messages.Event;
import almenara.messages.Event.Continuity;
import almenara.messages.Position;
import almenara.messages.Seat;
import almenara.tasks.Serial;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * One room as this node sees it: the log applied up to the tail, the members at that point, and the outboxes of those who are connected here.
 * All of it changes in the room's own serial, so that a member list and its position always belong together.
 */
final class Room {

    /** After so many entries for others a connection is told where it stands, well before the log forgets. */
    private static final int PASSED_OVER = 32;

    /** Somebody who is connected here; {@code passed} counts the entries since it last learnt its position. */
    private static final class Subscriber {
        private final Seat seat;
        private final Outbox outbox;
        private int passed;

        Subscriber(Seat seat, Outbox outbox) {
            this.seat = seat;
            this.outbox = outbox;
        }
    }

    final String id;
    /** Held by whoever appends for this node: one at a time in a room. */
    final ReentrantLock turn = new ReentrantLock();
    private final RoomLog log;
    private final Members members;
    private final Serial serial;
    private final Map<String, Subscriber> subscribers = new HashMap<>();
    private final TreeMap<Long, Entry> early = new TreeMap<>();
    private Set<String> present = new TreeSet<>();
    private Set<String> suspects = Set.of();
    private long earlySince;
    private volatile Position tail;
    private volatile long active;
    private volatile boolean subscribed;
    private Position taken;

    Room(String id, Position start, Shared shared) {
        this.id = id;
        this.tail = start;
        this.taken = start;
        this.log = shared.log();
        this.members = shared.members();
        this.serial = new Serial(shared.executor());
        this.active = log.now();
        this.present = recorded();
    }

    /** What all rooms of a node have in common. */
    record Shared(RoomLog log, Members members, Executor executor) {
    }

    /** The last position that this node has applied. */
    Position tail() {
        return tail;
    }

    /** The next position that may be free. Only in {@link #turn}. */
    Position next() {
        Position last = tail;
        boolean ahead = taken.epoch().equals(last.epoch()) && taken.offset() > last.offset();
        return new Position(last.epoch(), (ahead ? taken : last).offset() + 1);
    }

    /** Somebody has that position. Only in {@link #turn}. */
    void taken(Position at) {
        taken = at;
    }

    /** When the last entry was applied here, in milliseconds of the epoch. */
    long active() {
        return active;
    }

    /** Begins at a position, with the members on record; who is connected learns that continuity is lost. */
    void restart(Position start) {
        serial.run(() -> {
            tail = start;
            early.clear();
            present = recorded();
            subscribers.values().forEach(this::announceLoss);
        });
    }

    /** The log is known to reach that offset: applies what is there, and jumps over what is not, which those who are connected learn. */
    void catchUp(long offset) {
        serial.run(() -> {
            heal();
            if (tail.offset() < offset) {
                tail = new Position(tail.epoch(), offset);
                early.headMap(offset, true).clear();
                present = recorded();
                subscribers.values().forEach(this::announceLoss);
                applyEarly();
            }
        });
    }

    /** An entry has come into the log, perhaps early. */
    void arrived(Position at, Entry entry) {
        serial.run(() -> {
            if (at.epoch().equals(tail.epoch()) && at.offset() > tail.offset()) {
                if (early.isEmpty()) {
                    earlySince = log.now();
                }
                early.put(at.offset(), entry);
                applyEarly();
            }
        });
    }

    /** Connects a peer: it is told its place, then what it has missed since the cursor, if that can be had, then what comes. */
    void attach(Seat seat, Outbox outbox, Optional<Position> cursor) {
        serial.run(() -> {
            Subscriber subscriber = new Subscriber(seat, outbox);
            Subscriber former = subscribers.put(seat.peer(), subscriber);
            subscribed = true;
            if (former != null && !former.outbox.connection().equals(outbox.connection())) {
                former.outbox.end(Outbox.Ending.REPLACED);
            }
            heal();
            Optional<List<Event.Logged>> missed = cursor.flatMap(this::since);
            if (missed.isEmpty()) {
                outbox.deliver(new Event.Joined(seat, tail, cursor.isPresent() ? Continuity.LOST : Continuity.NEW, others(seat.peer())));
                return;
            }
            outbox.deliver(new Event.Joined(seat, cursor.get(), Continuity.RECOVERED, List.of()));
            missed.get().forEach(event -> pass(subscriber, event));
        });
    }

    /** Forgets a connection, unless the peer has another by now; an ending tells it why. */
    void detach(String peer, String connection, Optional<Outbox.Ending> why) {
        serial.run(() -> {
            Subscriber subscriber = subscribers.get(peer);
            if (subscriber != null && subscriber.outbox.connection().equals(connection)) {
                subscribers.remove(peer);
                subscribed = !subscribers.isEmpty();
                why.ifPresent(subscriber.outbox::end);
            }
        });
    }

    /** The cluster's record of a peer has changed: a connection here that is no longer the peer's own ends. */
    void reconcile(String peer) {
        if (subscribed) {
            serial.run(() -> Optional.ofNullable(subscribers.get(peer)).ifPresent(this::reconcile));
        }
    }

    private void reconcile(Subscriber subscriber) {
        Optional<Member> record = members.find(id, subscriber.seat.peer()).map(Members.Held::member);
        String connection = subscriber.outbox.connection();
        if (record.isEmpty() || !record.get().isAt(connection)) {
            boolean taken = record.isPresent() && record.get().place().attached();
            detach(subscriber.seat.peer(), connection, Optional.of(taken ? Outbox.Ending.REPLACED : Outbox.Ending.MOVED));
        }
    }

    /** Ends every connection here. */
    void endAll(Outbox.Ending why) {
        serial.run(() -> List.copyOf(subscribers.entrySet()).forEach(
                each -> detach(each.getKey(), each.getValue().outbox.connection(), Optional.of(why))));
    }

    /** Applies what no notification told of, and closes a hole that has stayed open for too long. */
    void mend(Duration patience) {
        if (!subscribed && early.isEmpty()) {
            return;
        }
        serial.run(() -> {
            heal();
            if (!early.isEmpty() && log.now() - earlySince > patience.toMillis()) {
                log.close(id, new Position(tail.epoch(), tail.offset() + 1));
            }
        });
    }

    /** Hands over the members that are in the log but not on record, once they have been so for two calls in a row. */
    void phantoms(Consumer<String> each) {
        serial.run(() -> {
            Set<String> now = new TreeSet<>(present);
            now.removeAll(recorded());
            now.stream().filter(suspects::contains).forEach(each);
            suspects = now;
        });
    }

    private void heal() {
        for (Optional<Entry> next = following(); next.isPresent(); next = following()) {
            early.put(tail.offset() + 1, next.get());
            applyEarly();
        }
    }

    private Optional<Entry> following() {
        return log.read(id, new Position(tail.epoch(), tail.offset() + 1));
    }

    private void applyEarly() {
        while (!early.isEmpty() && early.firstKey() == tail.offset() + 1) {
            apply(early.pollFirstEntry().getValue());
            earlySince = log.now();
        }
    }

    private void apply(Entry entry) {
        tail = new Position(tail.epoch(), tail.offset() + 1);
        active = log.now();
        log.forgetBehind(id, tail);
        switch (entry.kind()) {
            case PEER_JOINED -> present.add(entry.from());
            case PEER_LEFT -> present.remove(entry.from());
            default -> { }
        }
        Event.Logged event = new Event.Logged(tail.offset(), entry);
        subscribers.values().forEach(subscriber -> pass(subscriber, event));
    }

    private void pass(Subscriber subscriber, Event.Logged event) {
        if (event.entry().kind() == Entry.Kind.GAP) {
            announceLoss(subscriber);
        } else if (event.entry().concerns(subscriber.seat.peer())) {
            subscriber.passed = 0;
            subscriber.outbox.deliver(event);
        } else if (++subscriber.passed > PASSED_OVER) {
            subscriber.passed = 0;
            subscriber.outbox.deliver(new Event.Cursor(event.offset()));
        }
    }

    private void announceLoss(Subscriber subscriber) {
        subscriber.passed = 0;
        subscriber.outbox.deliver(new Event.Joined(subscriber.seat, tail, Continuity.LOST, others(subscriber.seat.peer())));
    }

    private Optional<List<Event.Logged>> since(Position cursor) {
        if (!cursor.epoch().equals(tail.epoch()) || cursor.offset() > tail.offset()) {
            return Optional.empty();
        }
        List<Event.Logged> missed = new ArrayList<>();
        for (long offset = cursor.offset() + 1; offset <= tail.offset(); offset++) {
            Optional<Entry> entry = log.read(id, new Position(tail.epoch(), offset));
            if (entry.isEmpty() || entry.get().kind() == Entry.Kind.GAP) {
                return Optional.empty();
            }
            missed.add(new Event.Logged(offset, entry.get()));
        }
        return Optional.of(missed);
    }

    private List<String> others(String peer) {
        return present.stream().filter(member -> !member.equals(peer)).toList();
    }

    private Set<String> recorded() {
        return members.of(id).stream().map(held -> held.member().peer()).collect(Collectors.toCollection(TreeSet::new));
    }
}
