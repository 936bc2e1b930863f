package almenara.rooms;

import almenara.messages.Entry;
import almenara.messages.Event;
import almenara.messages.Position;
import almenara.messages.Refusal;
import almenara.messages.Seat;
import almenara.tasks.Serial;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * One room as this node sees it: the log applied up to the tail, the members at that point, and the outboxes of those who are connected here.
 * All of it changes in the room's own serial, so that a member list and its position always belong together.
 */
final class Room implements Feed.Reader {

    private static final System.Logger LOG = System.getLogger(Room.class.getName());

    final String id;
    final Turn turn;
    final Looks looks;
    private final Feed feed;
    private final Members members;
    private final Serial serial;
    private final Audience audience = new Audience();
    private final Arrivals arrivals;
    private final Presence presence;
    private final AtomicBoolean mending = new AtomicBoolean();

    Room(String id, Position start, Shared shared) {
        this.id = id;
        this.turn = new Turn(start);
        this.looks = new Looks(id, start);
        this.feed = new Feed(id, start, shared.log(), this);
        this.members = shared.members();
        this.arrivals = shared.arrivals();
        this.presence = new Presence(() -> members.of(id));
        this.serial = new Serial(shared.executor());
    }

    /** What all rooms of a node have in common. */
    record Shared(RoomLog log, Members members, Arrivals arrivals, Executor executor) {
    }

    /** The last position that this node has applied. */
    Position tail() {
        return feed.tail();
    }

    /** The members at the tail, those of whom the log tells. */
    Set<String> present() {
        return presence.all();
    }

    /** When the last entry was applied here, in milliseconds of the epoch. */
    long active() {
        return feed.active();
    }

    /** Goes on in another epoch, from a position in it; who is connected learns that continuity is lost. */
    void restart(Position start) {
        follow(() -> feed.restart(start));
    }

    /** The log is known to reach that position on every node; what this node misses of it, those who are connected learn. */
    void catchUp(Position to) {
        turn.takenThrough(to);
        follow(() -> feed.catchUp(to));
    }

    /** The log has entries at these offsets, and is known to reach that position on every node. Which may be less than this node had thought, if it was cut off. */
    void readAnew(Position to, Collection<Long> offsets) {
        turn.readAnew(tail(), to, offsets);
        follow(() -> feed.catchUp(to));
    }

    /** Gives back the right to append. What the thread has heard meanwhile, of its own entry above all, is done by the thread itself. */
    void endTurn() {
        turn.end().forEach(serial::runHere);
    }

    /** Does something with the log; the turn goes along. */
    private void follow(Runnable step) {
        if (turn.isMine()) {
            turn.afterwards(() -> take(step));
        } else {
            serial.run(() -> take(step));
        }
    }

    private void take(Runnable step) {
        try {
            step.run();
        } catch (Refusal refusal) {
            LOG.log(System.Logger.Level.DEBUG, "the log of a room has to wait: {0}", refusal.getMessage());
        } finally {
            turn.follow(tail());
        }
    }

    /** What lies between is unknown: the members are those on record, who is connected but not among them has to come again. */
    @Override
    public void jumped() {
        looks.stir();
        Set<String> present = presence.readAnew();
        audience.endAll(peer -> !present.contains(peer), Outbox.Ending.MOVED);
        audience.tellLoss(tail(), present);
        arrivals.tell(id);
    }

    /** An entry has come into the log, perhaps early. */
    void arrived(Position at, Entry entry) {
        turn.taken(at);
        follow(() -> feed.arrived(at, entry));
    }

    /** Every node has the entry at that position. */
    void settled(Position at) {
        follow(() -> feed.settled(at));
    }

    /** Connects a peer: it is told its place, then what it has missed since it was here, if that can be had, then what comes. */
    void attach(Seat seat, Outbox outbox, Way way) {
        serial.run(() -> {
            try {
                feed.reach(way.least());
                admit(seat, outbox, way);
            } catch (RuntimeException e) {
                LOG.log(System.Logger.Level.DEBUG, "somebody has to come again", e);
                outbox.end(Outbox.Ending.MOVED);
            }
        });
    }

    /** A connection that the record does not name any more was overtaken by another of the same session, or given up for dead. */
    private void admit(Seat seat, Outbox outbox, Way way) {
        Optional<Member> former = members.find(id, seat.peer()).map(Members.Held::member).filter(member -> !member.isAt(outbox.connection()));
        if (former.isPresent()) {
            outbox.end(former.get().place().attached() ? Outbox.Ending.REPLACED : Outbox.Ending.MOVED);
            return;
        }
        Welcome welcome = Welcome.of(way, feed, presence.all());
        audience.add(seat, outbox, way.attends());
        looks.stir();
        outbox.deliver(welcome.joined(seat));
        if (welcome.continuity() == Event.Continuity.RECOVERED && !way.attends()) {
            audience.returned(seat.peer());
        }
        welcome.missed().forEach(event -> audience.tell(seat.peer(), event));
        reconcile(seat.peer());
    }

    /** Forgets a connection, unless the peer has another by now. */
    void detach(String peer, String connection) {
        serial.run(() -> {
            audience.remove(peer, connection);
            looks.stir();
        });
    }

    /** True when that is a connection of this node to the room. */
    boolean connects(String peer, String connection) {
        return audience.has(peer, connection);
    }

    /**
     * The cluster's record of a peer has changed: a connection here that is no longer the peer's own ends. Where the record has gone, the log will say why.
     */
    void reconcile(String peer) {
        looks.stir();
        if (!audience.isEmpty()) {
            serial.run(() -> members.find(id, peer).map(Members.Held::member).ifPresent(audience::reconcile));
        }
    }

    /** Ends every connection here. */
    void endAll(Outbox.Ending why) {
        serial.run(() -> audience.endAll(peer -> true, why));
    }

    /** Applies what no word told of for so long, or never will, and closes holes that stay open; not again while it is at it. */
    void mend(Duration patience, Predicate<Pending.Arrived> bereft) {
        if (!feed.isIdle() && mending.compareAndSet(false, true)) {
            follow(() -> {
                mending.set(false);
                feed.mend(patience, bereft);
            });
        }
    }

    /** Members are on record of whom no log will tell: those who are connected learn who is there. */
    void recount() {
        follow(() -> presence.ifBehind(this::jumped));
    }

    /**
     * Compares who is in the log with who is on record and who is connected here. Hands over, once it was so for two calls in a row, those on record who are
     * connected here and not in the log ({@code unheard}; who is not on record has to come again), and those in the log who are not on record ({@code phantoms}).
     */
    void compare(Consumer<String> unheard, Consumer<String> phantoms) {
        follow(() -> {
            feed.heal();
            Set<String> recorded = presence.recorded();
            if (!feed.isIdle() || !presence.all().equals(recorded) || !audience.isWithin(recorded)) {
                looks.stir();
            }
            if (feed.isIdle()) {
                audience.unheard(presence.all(), recorded, unheard);
                presence.phantoms(recorded).forEach(phantoms);
            }
        });
    }

    @Override
    public void happened(long offset, Entry entry) {
        boolean isKnown = entry.kind() == Entry.Kind.PEER_JOINED && !presence.add(entry.from());
        boolean isEarly = presence.catchesUp(entry.from());
        if (entry.kind() == Entry.Kind.PEER_LEFT) {
            looks.stir();
            presence.remove(entry.from());
            if (!isBack(entry.from())) {
                audience.end(entry.from(), entry.data().equals(Entry.TIMEOUT) ? Outbox.Ending.MOVED : Outbox.Ending.LEFT);
            }
        }
        if (!isKnown) {
            audience.tell(new Event.Logged(offset, entry));
        } else {
            audience.confirm(new Event.Logged(offset, entry), isEarly);
        }
        if (entry.kind() == Entry.Kind.PEER_JOINED) {
            looks.stir();
            arrivals.tell(id);
        }
    }

    /** True when a peer that has left is on record again, as connected here. */
    private boolean isBack(String peer) {
        return members.find(id, peer).filter(held -> audience.has(peer, held.member().place().connection())).isPresent();
    }
}
