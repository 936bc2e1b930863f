package almenara.endurance;

import almenara.faults.Event.Acknowledged;
import almenara.faults.Event.Delivered;
import almenara.faults.Event.Dropped;
import almenara.faults.Event.Entered;
import almenara.faults.Event.Left;
import almenara.faults.Event.PeerJoined;
import almenara.faults.Event.PeerLeft;
import almenara.faults.Event.Place;
import almenara.faults.Event.Published;
import almenara.faults.Event.Signal;
import almenara.messages.Command;
import almenara.messages.Entry;
import almenara.messages.Event;
import almenara.messages.Position;
import almenara.messages.Seat;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * A member that loses its connection again and again, at any message, and comes back with what it has: it resumes, sends again what was not acknowledged, and drops
 * what it has heard, as docs/protocol.md asks of clients. What it does and sees goes into the history.
 */
final class Wanderer {

    private static final int MANY = Integer.MAX_VALUE;

    private final int number;
    private final Diary diary;
    private final SortedSet<Integer> unacknowledged = new TreeSet<>();
    /** By who said it and its id. */
    private final Set<String> heard = new HashSet<>();
    private Optional<Wire> wire = Optional.empty();
    private Optional<Seat> seat = Optional.empty();
    private Optional<Position> cursor = Optional.empty();
    private long asked;
    private boolean joined;
    private boolean owes;
    private int left = MANY;
    private int said;

    Wanderer(int number, Diary diary) {
        this.number = number;
        this.diary = diary;
    }

    boolean isAway() {
        return wire.isEmpty();
    }

    boolean isJoined() {
        return joined;
    }

    Optional<Wire> wire() {
        return wire;
    }

    /** Joined, and everything it has said is acknowledged. */
    boolean isSettled() {
        return joined && unacknowledged.isEmpty();
    }

    /** Comes in, or back, by a new connection. */
    void enter(Wire by) {
        wire = Optional.of(by);
        asked = diary.now();
        left = MANY;
        by.say("enter", seat.<Command>map(own -> new Command.Resume(own.token(), cursor.orElseThrow(), "")).orElseGet(() -> new Command.Join("")));
    }

    /** Its connection breaks after so many more messages of the node; at once for 0. */
    void breakAfter(int messages) {
        left = messages;
        if (messages == 0) {
            lose();
        }
    }

    private void lose() {
        if (joined) {
            diary.add(new Dropped(diary.now(), number));
        }
        joined = false;
        owes = false;
        wire.ifPresent(lost -> {
            lost.cut();
            diary.lost();
        });
        wire = Optional.empty();
    }

    /** Says the next signal: now, or when it is back. */
    void publish() {
        int n = ++said;
        diary.add(new Published(diary.now(), number, n));
        unacknowledged.add(n);
        if (joined && !owes) {
            send(n);
        }
    }

    /** Says again what it owes, in order, as far as its connection goes. */
    void repeat() {
        if (owes) {
            owes = false;
            Optional<Wire> now = wire;
            List.copyOf(unacknowledged).stream().takeWhile(n -> wire.equals(now)).forEach(this::send);
        }
    }

    private void send(int n) {
        wire.orElseThrow().say(Integer.toString(n), new Command.Signal("", Integer.toString(n), number + "." + n));
    }

    void leave() {
        wire.orElseThrow().say("leave", new Command.Leave(false));
    }

    /** The node says something over that connection. */
    void hear(Wire from, String ref, Event event) {
        if (!wire.filter(from::equals).isPresent()) {
            return;
        }
        switch (event) {
            case Event.Joined one -> joined(one);
            case Event.Logged one -> logged(one);
            case Event.Cursor one -> cursor = cursor.map(at -> new Position(at.epoch(), one.offset()));
            case Event.Stored one -> acknowledged(Integer.parseInt(ref), one.at());
            case Event.Done done -> diary.add(new Left(diary.now(), number, seat.orElseThrow().peer()));
            case Event.Refused refused -> lose();
            default -> { }
        }
        if (left != MANY && --left <= 0) {
            lose();
        }
    }

    private void joined(Event.Joined event) {
        if (seat.filter(former -> !former.peer().equals(event.seat().peer())).isPresent()) {
            // It starts anew: exactly once is promised to who comes back as the same.
            unacknowledged.clear();
        }
        long since = joined ? diary.now() : asked;
        owes = owes || !joined;
        joined = true;
        seat = Optional.of(event.seat());
        cursor = Optional.of(event.at());
        diary.add(new Entered(since, diary.now(), number, event.seat().peer(), place(event.at()), event.continuity() == Event.Continuity.RECOVERED, event.members()));
    }

    private static Place place(Position at) {
        return new Place(at.epoch(), at.offset());
    }

    private void acknowledged(int n, Position at) {
        if (unacknowledged.remove(n)) {
            diary.add(new Acknowledged(diary.now(), number, n, place(at)));
        }
    }

    private void logged(Event.Logged event) {
        Entry entry = event.entry();
        cursor = cursor.map(at -> new Position(at.epoch(), event.offset()));
        switch (entry.kind()) {
            case PEER_JOINED -> diary.add(new PeerJoined(diary.now(), number, entry.from()));
            case PEER_LEFT -> diary.add(new PeerLeft(diary.now(), number, entry.from()));
            case SIGNAL -> {
                String[] data = entry.data().split("\\.");
                boolean again = !heard.add(entry.from() + ' ' + entry.name());
                diary.add(new Delivered(diary.now(), number, event.offset(), new Signal(Integer.parseInt(data[0]), Integer.parseInt(data[1])), again));
            }
            default -> { }
        }
    }

    /** The node has closed that connection. */
    void closed(Wire by) {
        if (wire.filter(by::equals).isPresent()) {
            lose();
        }
    }
}
