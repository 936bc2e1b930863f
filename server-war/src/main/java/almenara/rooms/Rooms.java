package almenara.rooms;

import almenara.messages.Command;
import almenara.messages.Entry;
import almenara.messages.Ids;
import almenara.messages.Position;
import almenara.messages.Refusal;
import almenara.messages.Seat;
import almenara.tables.ClusterView;
import almenara.tables.Table;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;

/** All rooms of the cluster, as this node serves them: who comes, who goes, what is said. */
public final class Rooms {

    /** What the rooms are kept in. */
    public record Tables(Table heads, Table log, Table members) {
    }

    /** What the rooms run with: time, chance (unpredictable), and the threads that deliver. */
    public record Means(Clock clock, RandomGenerator random, Executor executor) {
    }

    /** A room in numbers. */
    public record Summary(int members, Optional<Position> tail) {
    }

    /** The cursor of one who can't go on from anywhere: no log gets there. */
    private static final Position NOWHERE = new Position("aaaaaaaa", Long.MAX_VALUE);
    private static final long SOON_MILLIS = 100;
    private static final int MOST_TRIES = 3;

    private final Tables tables;
    private final RoomLimits limits;
    private final ClusterView cluster;
    private final Clock clock;
    private final Ids ids;
    private final RoomLog log;
    private final Members members;
    private final Heads heads;

    public Rooms(Tables tables, RoomLimits limits, ClusterView cluster, Means means) {
        this.tables = tables;
        this.limits = limits;
        this.cluster = cluster;
        this.clock = means.clock();
        this.ids = new Ids(means.random());
        this.log = new RoomLog(tables.log(), limits, clock, cluster::serving);
        this.members = new Members(tables.members(), limits.members(), means.random());
        this.heads = new Heads(tables.heads(), ids, new Room.Shared(log, members, means.executor()), limits.rooms());
    }

    /** Begins to follow the tables. */
    public void start() {
        members.start((room, peer) -> heads.find(room).ifPresent(found -> found.reconcile(peer)));
        heads.start();
        tables.log().watch(heads.new Follower());
    }

    /** Somebody comes in under a name of ours; the outbox is told its place before anything else. {@code again}: after a session that has ended. */
    public Seat join(String room, boolean again, Arrival arrival) {
        return enter(room, arrival, new Member.Token(ids.peer(), ids.secret()), start(again));
    }

    /** Somebody whose name is its own, {@code again} as above. {@code departures} hears when it takes over from a session that it had. */
    public record Proven(String peer, boolean again, Departures departures) {
    }

    /** A peer comes in that has proven its name. Where it is a member already, this is its seat from now on: the connection it had ends, and so do its offers. */
    public Seat join(String room, Proven proven, Arrival arrival) {
        return join(room, proven, arrival, members.find(room, proven.peer()));
    }

    /** A guest comes in, or goes on by this connection. False when a peer of that name is here which is no guest of that cluster. */
    public boolean receive(String room, String peer, Arrival arrival) {
        Optional<Members.Held> held = members.find(room, peer);
        boolean free = held.filter(it -> !it.member().prefix().equals(arrival.prefix())).isEmpty();
        if (free) {
            join(room, new Proven(peer, false, (where, who) -> { }), arrival, held);
        }
        return free;
    }

    private Seat join(String room, Proven proven, Arrival arrival, Optional<Members.Held> held) {
        Member.Token token = new Member.Token(proven.peer(), ids.secret());
        if (held.isEmpty()) {
            return enter(room, arrival, token, start(proven.again()));
        }
        change(held.get(), member(token, arrival));
        proven.departures().departed(room, proven.peer());
        Seat seat = new Seat(token.peer(), token.text());
        Room open = heads.open(room);
        open.attach(seat, arrival.outbox(), new Room.Way(start(proven.again()), open.tail()));
        return seat;
    }

    private static Optional<Position> start(boolean again) {
        return again ? Optional.of(NOWHERE) : Optional.empty();
    }

    private Member member(Member.Token token, Arrival arrival) {
        Member.Place place = new Member.Place(cluster.self(), arrival.outbox().connection(), true);
        return new Member(token.peer(), Member.proof(token.secret()), place, clock.millis(), arrival.prefix());
    }

    /** A peer comes back; nobody does when nobody knows the token. */
    public Optional<Seat> resume(String room, Command.Resume resume, Arrival arrival) {
        Member.Token token = Member.Token.parse(resume.token());
        Optional<Members.Held> held = members.find(room, token.peer());
        if (held.isPresent()) {
            return Optional.of(reattach(held.get(), token, resume.cursor(), new Visit(room, arrival)));
        }
        return members.recall(room, token) ? Optional.of(enter(room, arrival, token, Optional.of(resume.cursor()))) : Optional.empty();
    }

    private record Visit(String room, Arrival arrival) {
    }

    /** A room that was closed just before somebody sat down in it is opened again. */
    private Seat enter(String name, Arrival arrival, Member.Token token, Optional<Position> cursor) {
        Member member = member(token, arrival);
        for (int tries = 0; tries < MOST_TRIES; tries++) {
            Room room = heads.open(name);
            Optional<Position> arrived = admit(room, member);
            if (arrived.isPresent()) {
                Seat seat = new Seat(token.peer(), token.text());
                room.attach(seat, arrival.outbox(), new Room.Way(cursor, arrived.get()));
                return seat;
            }
        }
        throw new Refusal(Refusal.Code.OVERLOADED, "the room is being closed; try again", SOON_MILLIS);
    }

    /** The place of the arrival in the log, unless the room was closed meanwhile. */
    private Optional<Position> admit(Room room, Member member) {
        members.admit(room.id, member);
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

    private Seat reattach(Members.Held held, Member.Token token, Position cursor, Visit visit) {
        prove(held, token);
        change(held, member(token, visit.arrival()));
        Seat seat = new Seat(token.peer(), token.text());
        heads.open(visit.room()).attach(seat, visit.arrival().outbox(), Room.Way.of(cursor));
        return seat;
    }

    private void change(Members.Held held, Member to) {
        if (!members.change(held, to)) {
            throw new Refusal(Refusal.Code.UNAVAILABLE, "the session has just changed; try again", SOON_MILLIS);
        }
    }

    /** The peer that the token proves to be. */
    public String verify(String room, String text) {
        Member.Token token = Member.Token.parse(text);
        Members.Held held = members.find(room, token.peer())
                .orElseThrow(() -> new Refusal(Refusal.Code.BAD_TOKEN, "the session has ended, or never was in this room"));
        prove(held, token);
        return token.peer();
    }

    private static void prove(Members.Held held, Member.Token token) {
        if (!token.proves(held.member().proof())) {
            throw new Refusal(Refusal.Code.BAD_TOKEN, "this is not the token of that session");
        }
    }

    /** Writes an entry into the room's log; it returns when the cluster has it. */
    public Position append(String room, Entry entry) {
        return log.append(heads.find(room).orElseThrow(() -> new Refusal(Refusal.Code.UNKNOWN_ROOM, "nobody is in this room")), entry);
    }

    /** True when the token is that of somebody who may come back without joining anew. */
    public boolean knows(String room, String text) {
        Member.Token token = Member.Token.parse(text);
        return members.find(room, token.peer()).map(held -> token.proves(held.member().proof())).orElseGet(() -> members.remembers(room, token));
    }

    /** For how long the peer has been connected as it is now; zero for nobody. */
    public Duration presence(String room, String peer) {
        return members.find(room, peer).map(held -> Duration.ofMillis(clock.millis() - held.member().since())).orElse(Duration.ZERO);
    }

    public boolean isMember(String room, String peer) {
        return members.find(room, peer).isPresent();
    }

    /** True when the peer is a member and its connection is up, as far as the cluster knows. */
    public boolean isAttached(String room, String peer) {
        return members.find(room, peer).map(held -> held.member().place())
                .filter(place -> place.attached() && cluster.alive(place.node())).isPresent();
    }

    /** The bucket of the address from which the peer last came. */
    public String prefix(String room, String peer) {
        return members.find(room, peer).map(held -> held.member().prefix()).orElse("");
    }

    /** A connection has ended: the peer has its grace to come back. True when the peer was still connected by it. */
    public boolean drop(String room, String peer, String connection) {
        heads.find(room).ifPresent(found -> found.detach(peer, connection));
        return members.find(room, peer).filter(held -> held.member().isAt(connection))
                .map(held -> members.change(held, held.member().detached(clock.millis()))).orElse(false);
    }

    /** The peer leaves for good, by its own word, for one of the reasons in {@link Entry}. Its connection ends where its node reads so in the log. */
    public void leave(String room, String peer, String reason) {
        members.find(room, peer).ifPresent(held -> new Leaving(members, log).end(heads.open(room), held, reason));
    }

    /** Ends every connection of this node: what it says can no longer be relied upon. */
    public void abandon() {
        heads.rooms().forEach(room -> room.endAll(Outbox.Ending.MOVED));
    }

    public Summary summary(String room) {
        return new Summary(members.of(room).size(), heads.find(room).map(Room::tail));
    }

    /** Who is where. */
    public Census census() {
        return new Census(members);
    }

    /** How many rooms the cluster has. */
    public int size() {
        return heads.rooms().size();
    }

    /** Looks after what time and dead nodes leave behind. */
    public Caretaker caretaker(Departures departures) {
        return new Caretaker(new Caretaker.Charge(heads, members, log), limits, cluster, departures);
    }
}
