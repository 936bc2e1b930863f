package almenara.rooms;

import almenara.messages.Command;
import almenara.messages.Entry;
import almenara.messages.Ids;
import almenara.messages.Position;
import almenara.messages.Refusal;
import almenara.messages.Seat;
import almenara.tables.ClusterView;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** How somebody comes to a seat in a room: new, under a name of its own, or back to one that it had. */
final class Admittance {

    /** The cursor of one who can't go on from anywhere: no log gets there. */
    private static final Position NOWHERE = new Position("aaaaaaaa", Long.MAX_VALUE);
    /** The cursor of one who goes on from its own arrival. */
    private static final Optional<Position> ARRIVAL = Optional.of(NOWHERE);
    private static final long SOON_MILLIS = 100;
    private static final int MOST_TRIES = 3;
    /** So often, at such intervals, is looked whether what is in the way has gone: half a second. */
    private static final int MOST_LOOKS = 250;
    private static final Duration LOOK = Duration.ofMillis(2);
    private static final Refusal COMES_AND_GOES = new Refusal(Refusal.Code.OVERLOADED, "another connection of yours comes or goes; try again", SOON_MILLIS);
    private static final Refusal CLOSING = new Refusal(Refusal.Code.OVERLOADED, "the room is being closed; try again", SOON_MILLIS);
    private static final Set<Refusal> PASSING = Set.of(COMES_AND_GOES, CLOSING);

    private final Heads heads;
    private final Members members;
    private final RoomLog log;
    private final ClusterView cluster;
    private final Clock clock;
    private final Ids ids;
    private final Gatherings gatherings;

    /** New names, and who waits in which room. */
    record Means(Ids ids, Gatherings gatherings) {
    }

    Admittance(Caretaker.Charge charge, ClusterView cluster, Clock clock, Means means) {
        this.heads = charge.heads();
        this.members = charge.members();
        this.log = charge.log();
        this.cluster = cluster;
        this.clock = clock;
        this.ids = means.ids();
        this.gatherings = means.gatherings();
    }

    /** Which seat somebody gets. */
    private interface Seating {
        void sit(String room, Member member);
    }

    /** In whose name somebody comes in, from where in the log it goes on (nothing: from its arrival, without what came before it was connected), and to which seat. */
    private record Entrant(Member.Token token, Optional<Position> cursor, Seating seating) {
    }

    Seat join(String room, boolean again, Arrival arrival) {
        return enter(room, arrival, new Entrant(new Member.Token(ids.peer(), ids.secret()), start(again), members::admit));
    }

    Seat attend(String room, Arrival arrival) {
        return enter(room, arrival, new Entrant(new Member.Token(ids.peer(), ids.secret()), ARRIVAL, members::admit));
    }

    Seat gather(String room, Command.Gather gather, Arrival arrival) {
        Seating among = (name, member) -> sitAmong(gather, name, member);
        return enter(room, arrival, new Entrant(new Member.Token(ids.peer(), ids.secret()), ARRIVAL, among));
    }

    private void sitAmong(Command.Gather gather, String room, Member member) {
        Members.Held held = members.admit(room, member);
        boolean counts = false;
        try {
            counts = gatherings.take(gather, room, held);
        } finally {
            if (!counts) {
                members.remove(held);
            }
        }
        if (!counts) {
            throw new Refusal(Refusal.Code.ROOM_FULL, "this room is full, and the lobby has another");
        }
    }

    Seat join(String room, Rooms.Proven proven, Arrival arrival) {
        return patiently(() -> join(room, proven, arrival, members.find(room, proven.peer())));
    }

    boolean receive(String room, String peer, Arrival arrival) {
        Optional<Members.Held> held = members.find(room, peer);
        boolean free = held.filter(it -> !it.member().prefix().equals(arrival.prefix())).isEmpty();
        if (free) {
            join(room, new Rooms.Proven(peer, false, (where, who) -> { }), arrival, held);
        }
        return free;
    }

    private Seat join(String room, Rooms.Proven proven, Arrival arrival, Optional<Members.Held> held) {
        Member.Token token = new Member.Token(proven.peer(), ids.secret());
        if (held.isEmpty()) {
            return enter(room, arrival, new Entrant(token, start(proven.again()), members::admit));
        }
        return takeOver(new Visit(room, arrival), held.get(), token, proven);
    }

    Seat occupy(String room, String peer, Arrival arrival) {
        return patiently(() -> sitDown(room, peer, arrival));
    }

    /** Who reconnects at once meets its former connection on its way out: its place is free, or its own again, in a moment. */
    private static <T> T patiently(Supplier<T> entrance) {
        for (int looks = 1;; looks++) {
            try {
                return entrance.get();
            } catch (Refusal refusal) {
                if (!PASSING.contains(refusal) || looks == MOST_LOOKS) {
                    throw refusal;
                }
                LockSupport.parkNanos(LOOK.toNanos());
            }
        }
    }

    private Seat sitDown(String room, String peer, Arrival arrival) {
        Member.Token token = new Member.Token(peer, ids.secret());
        Optional<Members.Held> held = members.find(room, peer);
        if (held.isEmpty()) {
            return enter(room, arrival, new Entrant(token, ARRIVAL, this::sitAlone));
        }
        Position before = heads.open(room).tail();
        if (!members.change(held.get(), member(token, arrival))) {
            throw COMES_AND_GOES;
        }
        Seat seat = new Seat(token.peer(), token.text());
        heads.open(room).attach(seat, arrival.outbox(), Way.of(before));
        return seat;
    }

    private Seat takeOver(Visit visit, Members.Held held, Member.Token token, Rooms.Proven proven) {
        change(held, member(token, visit.arrival()));
        proven.departures().departed(visit.room(), proven.peer());
        Seat seat = new Seat(token.peer(), token.text());
        Room open = heads.open(visit.room());
        open.attach(seat, visit.arrival().outbox(), new Way(start(proven.again()), open.tail()));
        return seat;
    }

    private static Optional<Position> start(boolean again) {
        return again ? Optional.of(NOWHERE) : Optional.empty();
    }

    private Member member(Member.Token token, Arrival arrival) {
        Member.Place place = new Member.Place(cluster.self(), arrival.outbox().connection(), true);
        return new Member(token.peer(), Member.proof(token.secret()), place, clock.millis(), arrival.prefix(), arrival.name());
    }

    Optional<Seat> resume(String room, Command.Resume resume, Arrival arrival) {
        Member.Token token = Member.Token.parse(resume.token());
        return patiently(() -> resume(token, resume.cursor(), new Visit(room, arrival)));
    }

    private Optional<Seat> resume(Member.Token token, Position cursor, Visit visit) {
        Optional<Members.Held> held = members.find(visit.room(), token.peer());
        if (held.isPresent()) {
            return Optional.of(reattach(held.get(), token, cursor, visit));
        }
        return members.retired().recall(visit.room(), token) ? Optional.of(comeBack(token, cursor, visit)) : Optional.empty();
    }

    private Seat comeBack(Member.Token token, Position cursor, Visit visit) {
        try {
            return enter(visit.room(), visit.arrival(), new Entrant(token, Optional.of(cursor), members::admit));
        } catch (Refusal refusal) {
            members.retired().putBack(visit.room(), token);
            throw refusal;
        }
    }

    private record Visit(String room, Arrival arrival) {
    }

    /** A room that was closed just before somebody sat down in it is opened again. */
    private Seat enter(String name, Arrival arrival, Entrant entrant) {
        Member member = member(entrant.token(), arrival);
        for (int tries = 0; tries < MOST_TRIES; tries++) {
            Room room = heads.open(name);
            Optional<Position> arrived = admit(room, member, entrant.seating());
            if (arrived.isPresent()) {
                Seat seat = new Seat(entrant.token().peer(), entrant.token().text());
                boolean attends = entrant.cursor() == ARRIVAL;
                room.attach(seat, arrival.outbox(), new Way(attends ? arrived : entrant.cursor(), arrived.get(), attends));
                return seat;
            }
        }
        throw CLOSING;
    }

    /** The place of the arrival in the log, unless the room was closed meanwhile. */
    private Optional<Position> admit(Room room, Member member, Seating seating) {
        seating.sit(room.id, member);
        Optional<Position> in = Optional.empty();
        try {
            in = Optional.of(log.append(room, Entry.joined(member.peer()))).filter(arrived -> heads.confirm(room));
        } finally {
            if (in.isEmpty()) {
                members.find(room.id, member.peer()).filter(held -> held.member().isAt(member.place().connection())).ifPresent(members::remove);
            }
        }
        return in;
    }

    private void sitAlone(String room, Member member) {
        members.admitAlone(room, member).ifPresent(holder -> refuse(holder, member));
    }

    /** A peer that comes by two nodes at once may not know yet that it is here. */
    private static void refuse(String holder, Member member) {
        throw holder.equals(member.peer()) ? COMES_AND_GOES : new Refusal(Refusal.Code.ROOM_FULL, "somebody else has this room");
    }

    private Seat reattach(Members.Held held, Member.Token token, Position cursor, Visit visit) {
        prove(held, token);
        change(held, member(token, visit.arrival()));
        Seat seat = new Seat(token.peer(), token.text());
        heads.open(visit.room()).attach(seat, visit.arrival().outbox(), Way.of(cursor));
        return seat;
    }

    private void change(Members.Held held, Member to) {
        if (!members.change(held, to)) {
            throw COMES_AND_GOES;
        }
    }

    static void prove(Members.Held held, Member.Token token) {
        if (!token.proves(held.member().proof())) {
            throw new Refusal(Refusal.Code.BAD_TOKEN, "this is not the token of that session");
        }
    }
}
