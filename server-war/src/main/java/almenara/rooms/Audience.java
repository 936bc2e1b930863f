package almenara.rooms;

import almenara.messages.Entry;
import almenara.messages.Event;
import almenara.messages.Event.Continuity;
import almenara.messages.Position;
import almenara.messages.Seat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Those who are connected to a room at this node, and what each has been told. It changes in the room's serial alone; the questions may come from anywhere. */
final class Audience {

    /** After so many entries for others a connection is told where it stands, well before the log forgets. */
    private static final int PASSED_OVER = 32;

    /**
     * Somebody who is connected here; {@code passed} counts the entries since it last learnt its position. {@code returned}: it knows the members by the log, for
     * this node has given it no list of them.
     */
    private static final class Subscriber {
        private final Seat seat;
        private final Outbox outbox;
        private final boolean attends;
        private boolean returned;
        private int passed;

        Subscriber(Seat seat, Outbox outbox, boolean attends) {
            this.attends = attends;
            this.seat = seat;
            this.outbox = outbox;
        }
    }

    private final Map<String, Subscriber> subscribers = new ConcurrentHashMap<>();
    private final Lasting unheard = new Lasting();

    boolean isEmpty() {
        return subscribers.isEmpty();
    }

    /** True when nobody else is connected here. */
    boolean isWithin(Set<String> peers) {
        return peers.containsAll(subscribers.keySet());
    }

    /** True when the peer is connected here by that connection. */
    boolean has(String peer, String connection) {
        Subscriber subscriber = subscribers.get(peer);
        return subscriber != null && subscriber.outbox.connection().equals(connection);
    }

    /** Takes a connection in. One that the peer had before ends. */
    void add(Seat seat, Outbox outbox, boolean attends) {
        Subscriber former = subscribers.put(seat.peer(), new Subscriber(seat, outbox, attends));
        if (former != null && !former.outbox.connection().equals(outbox.connection())) {
            former.outbox.end(Outbox.Ending.REPLACED);
        }
    }

    /** The peer has come back without a loss, and without a list of the members. */
    void returned(String peer) {
        Optional.ofNullable(subscribers.get(peer)).ifPresent(subscriber -> subscriber.returned = true);
    }

    /** Forgets a connection, unless the peer has another by now. */
    void remove(String peer, String connection) {
        if (has(peer, connection)) {
            subscribers.remove(peer);
        }
    }

    /** Ends the peer's connection here, if there is one. */
    void end(String peer, Outbox.Ending why) {
        Optional.ofNullable(subscribers.remove(peer)).ifPresent(subscriber -> subscriber.outbox.end(why));
    }

    /** Ends the connections of all peers of whom that is true. */
    void endAll(Predicate<String> of, Outbox.Ending why) {
        List.copyOf(subscribers.keySet()).stream().filter(of).forEach(peer -> end(peer, why));
    }

    /** The cluster's record of a member: a connection here that is not the member's own any more ends. */
    void reconcile(Member record) {
        Subscriber subscriber = subscribers.get(record.peer());
        if (subscriber != null && !record.isAt(subscriber.outbox.connection())) {
            end(record.peer(), record.place().attached() ? Outbox.Ending.REPLACED : Outbox.Ending.MOVED);
        }
    }

    /** Of those who are not present, for two calls in a row: hands over who is on record, and ends the connections of the others. */
    void unheard(Set<String> present, Set<String> recorded, Consumer<String> each) {
        Set<String> lasting = unheard.of(subscribers.keySet().stream().filter(peer -> !present.contains(peer)));
        lasting.stream().filter(recorded::contains).forEach(each);
        endAll(peer -> lasting.contains(peer) && !recorded.contains(peer), Outbox.Ending.MOVED);
    }

    /** Tells everybody what has happened. */
    void tell(Event.Logged event) {
        subscribers.values().forEach(subscriber -> tell(subscriber, event));
    }

    /** The log tells of an arrival that all know of, but for those who attend, and, where it is {@code fresh}, for those who know the members by the log alone. */
    void confirm(Event.Logged event, boolean fresh) {
        subscribers.values().stream().filter(subscriber -> subscriber.attends || fresh && subscriber.returned).forEach(subscriber -> tell(subscriber, event));
    }

    /** Tells one peer what has happened. */
    void tell(String peer, Event.Logged event) {
        Optional.ofNullable(subscribers.get(peer)).ifPresent(subscriber -> tell(subscriber, event));
    }

    private static void tell(Subscriber subscriber, Event.Logged event) {
        Entry entry = event.entry();
        if (entry.concerns(subscriber.seat.peer())) {
            subscriber.passed = 0;
            subscriber.outbox.deliver(event);
        } else if (++subscriber.passed > PASSED_OVER) {
            subscriber.passed = 0;
            subscriber.outbox.deliver(new Event.Cursor(event.offset()));
        }
    }

    /** Tells everybody that continuity is lost, and from where they go on. */
    void tellLoss(Position at, Set<String> members) {
        for (Subscriber subscriber : subscribers.values()) {
            subscriber.passed = 0;
            subscriber.returned = false;
            subscriber.outbox.deliver(new Event.Joined(subscriber.seat, at, Continuity.LOST, others(members, subscriber.seat.peer())));
        }
    }

    static List<String> others(Set<String> members, String peer) {
        return members.stream().filter(member -> !member.equals(peer)).toList();
    }
}
