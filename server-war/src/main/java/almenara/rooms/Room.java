package almenara.rooms;

import almenara.messages.Entry;
import almenara.messages.Event;
import almenara.messages.Event.Continuity;
import almenara.messages.Position;
import almenara.messages.Refusal;
import almenara.messages.Seat;
import almenara.tasks.Serial;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * One room as this node sees it: the log applied up to the tail, the members at that point, and the outboxes of those who are connected here.
 * All of it changes in the room's own serial, so that a member list and its position always belong together.
 */
final class Room {

    final String id;
    final Turn turn;
    private final RoomLog log;
    private final Members members;
    private final Serial serial;
    private final Audience audience = new Audience();
    private final Kept kept;
    private final TreeMap<Long, Entry> early = new TreeMap<>();
    private Set<String> present;
    private Set<String> suspects = Set.of();
    private long earlySince;
    private volatile Position tail;
    private volatile long active;

    Room(String id, Position start, Shared shared) {
        this.id = id;
        this.tail = start;
        this.turn = new Turn(start);
        this.log = shared.log();
        this.kept = log.kept();
        this.active = log.now();
        this.members = shared.members();
        this.present = recorded();
        this.serial = new Serial(shared.executor());
    }

    /** What all rooms of a node have in common. */
    record Shared(RoomLog log, Members members, Executor executor) {
    }

    /** The last position that this node has applied. */
    Position tail() {
        return tail;
    }

    /** When the last entry was applied here, in milliseconds of the epoch. */
    long active() {
        return active;
    }

    /** Goes on in another epoch, from a position in it; who is connected learns that continuity is lost. */
    void restart(Position start) {
        serial.run(() -> {
            if (!tail.epoch().equals(start.epoch())) {
                early.clear();
                kept.clear();
                jump(start);
            }
        });
    }

    /** The log is known to reach that offset: applies what is there, and jumps over what is not, which those who are connected learn. */
    void catchUp(long offset) {
        serial.run(() -> {
            heal();
            if (tail.offset() < offset) {
                early.headMap(offset, true).clear();
                jump(new Position(tail.epoch(), offset));
                applyEarly();
            }
        });
    }

    /** What lies between is unknown: the members are those on record, who is connected but not among them has to come again. */
    private void jump(Position to) {
        tail = to;
        present = recorded();
        audience.endAll(peer -> !present.contains(peer), Outbox.Ending.MOVED);
        audience.tellLoss(tail, present);
    }

    /** An entry has come into the log, perhaps early. */
    void arrived(Position at, Entry entry) {
        turn.heard(at);
        serial.run(() -> {
            if (at.epoch().equals(tail.epoch()) && at.offset() > tail.offset()) {
                if (early.isEmpty()) {
                    earlySince = log.now();
                }
                early.put(at.offset(), entry);
                applyEarly();
            } else if (at.epoch().equals(tail.epoch()) && kept.differs(at.offset(), entry) && entry.kind() != Entry.Kind.GAP) {
                kept.corrected(at.offset(), entry);
                happened(at.offset(), entry);
            }
        });
    }

    /** Connects a peer: it is told its place, then what it has missed since it was here, if that can be had, then what comes. */
    void attach(Seat seat, Outbox outbox, Optional<Comeback> back) {
        serial.run(() -> {
            try {
                heal();
                admit(seat, outbox, back);
            } catch (Refusal refusal) {
                outbox.end(Outbox.Ending.MOVED);
            }
        });
    }

    /** A connection that the record does not name any more was overtaken by another of the same session, or given up for dead. */
    private void admit(Seat seat, Outbox outbox, Optional<Comeback> back) {
        Optional<Member> former = members.find(id, seat.peer()).map(Members.Held::member).filter(member -> !member.isAt(outbox.connection()));
        if (former.isPresent()) {
            outbox.end(former.get().place().attached() ? Outbox.Ending.REPLACED : Outbox.Ending.MOVED);
            return;
        }
        Optional<Replay> replay = back.flatMap(from -> new Replay.Source(id, tail, log, kept).to(seat.peer(), from));
        audience.add(seat, outbox);
        if (replay.isPresent()) {
            outbox.deliver(new Event.Joined(seat, replay.get().at(), Continuity.RECOVERED, List.of()));
            replay.get().events().forEach(event -> audience.tell(seat.peer(), event));
        } else {
            Continuity continuity = back.isPresent() ? Continuity.LOST : Continuity.NEW;
            outbox.deliver(new Event.Joined(seat, tail, continuity, Audience.others(present, seat.peer())));
        }
        reconcile(seat.peer());
    }

    /** Forgets a connection, unless the peer has another by now. */
    void detach(String peer, String connection) {
        serial.run(() -> audience.remove(peer, connection));
    }

    /** True when that is a connection of this node to the room. */
    boolean connects(String peer, String connection) {
        return audience.has(peer, connection);
    }

    /**
     * The cluster's record of a peer has changed: a connection here that is no longer the peer's own ends. Where the record has gone, the log will say why.
     */
    void reconcile(String peer) {
        if (!audience.isEmpty()) {
            serial.run(() -> members.find(id, peer).map(Members.Held::member).ifPresent(audience::reconcile));
        }
    }

    /** Ends every connection here. */
    void endAll(Outbox.Ending why) {
        serial.run(() -> audience.endAll(peer -> true, why));
    }

    /** Applies what no notification told of, and closes a hole that has stayed open for too long. */
    void mend(Duration patience) {
        if (audience.isEmpty() && early.isEmpty()) {
            return;
        }
        serial.run(() -> {
            heal();
            if (!early.isEmpty() && log.now() - earlySince > patience.toMillis()) {
                close(tail.next());
            }
        });
    }

    /** Either the hole gets a GAP, or somebody has an entry there; if this node can't read it even so, its own copy is missing for good. */
    private void close(Position hole) {
        boolean filled = log.close(id, hole);
        heal();
        if (!filled && tail.offset() < hole.offset()) {
            jump(hole);
            applyEarly();
        }
    }

    /** Writes again what this node has applied and its copy has lost: a write can vanish in the moment in which a node dies. */
    void reassert() {
        serial.run(() -> kept.all().forEach((offset, entry) -> log.reassert(id, new Position(tail.epoch(), offset), entry)));
    }

    /** Hands over the members that are in the log but not on record, once they have been so for two calls in a row. */
    void phantoms(Consumer<String> each) {
        serial.run(() -> {
            heal();
            Set<String> now = new TreeSet<>(present);
            now.removeAll(recorded());
            now.stream().filter(suspects::contains).forEach(each);
            suspects = now;
        });
    }

    private void heal() {
        Optional<Entry> next = log.read(id, tail.next());
        for (; next.isPresent(); next = log.read(id, tail.next())) {
            early.put(tail.offset() + 1, next.get());
            applyEarly();
        }
    }

    private void applyEarly() {
        while (!early.isEmpty() && early.firstKey() == tail.offset() + 1) {
            apply(early.pollFirstEntry().getValue());
            earlySince = log.now();
        }
    }

    private void apply(Entry entry) {
        tail = tail.next();
        active = log.now();
        kept.applied(tail.offset(), entry).forEach(offset -> log.forget(id, new Position(tail.epoch(), offset)));
        if (entry.kind() == Entry.Kind.GAP) {
            jump(tail);
            return;
        }
        happened(tail.offset(), entry);
    }

    private void happened(long offset, Entry entry) {
        if (entry.kind() == Entry.Kind.PEER_JOINED) {
            present.add(entry.from());
        } else if (entry.kind() == Entry.Kind.PEER_LEFT) {
            present.remove(entry.from());
            audience.end(entry.from(), entry.data().equals(Entry.LEFT) ? Outbox.Ending.LEFT : Outbox.Ending.MOVED);
        }
        audience.tell(new Event.Logged(offset, entry));
    }

    private Set<String> recorded() {
        return members.of(id).stream().map(held -> held.member().peer()).collect(Collectors.toCollection(TreeSet::new));
    }
}
