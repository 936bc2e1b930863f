package almenara.signaling;

import almenara.messages.Event;
import almenara.messages.Refusal;
import almenara.messages.Reply;
import almenara.messages.Seat;
import almenara.rooms.Outbox;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** One connection and the seats it has in its rooms. Its life: open, then ended, once. */
public final class Session {

    private enum State { OPEN, ENDED }

    /** A seat as long as it is being taken; no peer has an empty name. */
    private static final Seat COMING = new Seat("", "");

    private final Channel channel;
    private final String home;
    private final String prefix;
    private final String host;
    private final Payer payer;
    private final int mostRooms;
    private final Map<String, Seat> seats = new HashMap<>();
    private State state = State.OPEN;
    private long unseatedSince = System.nanoTime();
    /** The work that the connection was asked for before it got a seat (0: none), and until when it may do it. */
    private long owed;
    private long worksUntil;

    Session(Channel channel, Origin origin, int mostRooms) {
        this.channel = channel;
        this.home = origin.room();
        this.prefix = origin.prefix();
        this.host = origin.host();
        this.payer = new Payer(origin.address());
        this.mostRooms = mostRooms;
    }

    /**
     * Where a connection comes from: the room and the host of its URL (the latter empty when nobody knows it), the bucket of its address, and the key by which
     * what the address may do is counted.
     */
    public record Origin(String room, String host, String prefix, long address) {

        /** The same for another room. */
        public Origin in(String other) {
            return new Origin(other, host, prefix, address);
        }
    }

    Payer payer() {
        return payer;
    }

    String home() {
        return home;
    }

    String prefix() {
        return prefix;
    }

    /** Somebody who wants to come in by this connection. */
    Proofs.Visit visit(String room) {
        return new Proofs.Visit(room, host, payer);
    }

    String host() {
        return host;
    }

    Channel channel() {
        return channel;
    }

    /** True while the connection has a seat in any room. */
    public synchronized boolean isSeated() {
        return !seats.isEmpty();
    }

    /** For how long (nanoseconds, up to that moment) the connection has had no seat in any room; 0 while it has one. */
    public synchronized long unseated(long now) {
        return isSeated() ? 0 : now - unseatedSince;
    }

    /** The connection was asked for work before it gets a seat, and has as long for it as the quote lives. Only a price that has risen gives time again. */
    synchronized void owes(Refusal.Price price) {
        if (!isSeated() && price.effort() > owed) {
            owed = price.effort();
            worksUntil = System.nanoTime() + price.life().toNanos();
        }
    }

    /** True while the connection may be doing the work for its first seat. */
    public synchronized boolean isWorking(long now) {
        return owed > 0 && now - worksUntil < 0;
    }

    /** The peer that the connection is in the room; empty while it is nobody there. */
    public synchronized String seat(String room) {
        return Optional.ofNullable(seats.get(room)).map(Seat::peer).orElse("");
    }

    synchronized String peer(String room) {
        return Optional.ofNullable(seats.get(room)).filter(seat -> seat != COMING).map(Seat::peer)
                .orElseThrow(() -> new Refusal(Refusal.Code.NOT_JOINED, "this connection has not joined the room"));
    }

    /** Takes a seat by the given way in. A connection that has ended meanwhile gives it up again by {@code undo}. */
    void enter(String room, Function<String, Seat> way, Runnable undo) {
        reserve(room);
        Seat seat = COMING;
        try {
            seat = way.apply(room);
        } finally {
            if (!settle(room, seat)) {
                undo.run();
            }
        }
    }

    private synchronized void reserve(String room) {
        if (seats.containsKey(room)) {
            throw new Refusal(Refusal.Code.ALREADY_JOINED, "this connection has joined the room");
        }
        if (seats.size() >= mostRooms) {
            throw new Refusal(Refusal.Code.TOO_MANY_ROOMS, "a connection joins at most " + mostRooms + " rooms");
        }
        seats.put(room, COMING);
    }

    private synchronized boolean settle(String room, Seat seat) {
        if (seat == COMING) {
            seats.remove(room);
            return true;
        }
        seats.put(room, seat);
        return state == State.OPEN;
    }

    /** True when the connection had that peer's seat in the room; now it has none. */
    synchronized boolean forget(String room, String peer) {
        boolean seated = seats.containsKey(room) && seats.get(room).peer().equals(peer);
        if (seated) {
            seats.remove(room);
            unseatedSince = System.nanoTime();
            owed = 0;
        }
        return seated;
    }

    /** Ends the session; the seats it had come back from the first call alone. */
    synchronized Map<String, Seat> end() {
        if (state == State.ENDED) {
            return Map.of();
        }
        state = State.ENDED;
        Map<String, Seat> left = new HashMap<>(seats);
        left.values().removeIf(seat -> seat == COMING);
        return left;
    }

    /** The room as replies to this connection name it. */
    String label(String room) {
        return room.equals(home) ? "" : room;
    }

    /** The way from a room to this connection; the first place it is told answers the command with that reference. */
    Outbox outbox(String room, String ref) {
        return new RoomOutbox(room, ref);
    }

    private final class RoomOutbox implements Outbox {
        private final String room;
        private String ref;
        private String peer = "";

        RoomOutbox(String room, String ref) {
            this.room = room;
            this.ref = ref;
        }

        @Override
        public String connection() {
            return channel.name();
        }

        @Override
        public void deliver(Event event) {
            if (event instanceof Event.Joined joined) {
                peer = joined.seat().peer();
            }
            channel.send(new Reply(label(room), ref, event));
            ref = "";
        }

        @Override
        public void end(Ending why) {
            boolean wasSeated = forget(room, peer);
            switch (why) {
                case REPLACED -> channel.close(Channel.Closing.REPLACED);
                case MOVED -> channel.close(Channel.Closing.CANNOT_SERVE);
                case LEFT -> {
                    if (wasSeated) {
                        channel.close(Channel.Closing.DONE);
                    }
                }
            }
        }
    }
}
