package almenara.rooms;

import almenara.messages.Command;
import almenara.messages.Entry;
import almenara.messages.Named;
import almenara.messages.Ids;
import almenara.messages.Position;
import almenara.messages.Refusal;
import almenara.messages.Seat;
import almenara.tables.ClusterView;
import almenara.tables.Table;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** All rooms of the cluster, as this node serves them: who comes, who goes, what is said. */
public final class Rooms {

    private static final long SOON_MILLIS = 100;

    /** What the rooms are kept in. */
    public record Tables(Table heads, Table log, Table members) {
    }

    /** What the rooms run with: time, chance (unpredictable), and the threads that deliver. */
    public record Means(Clock clock, RandomGenerator random, Executor executor) {
    }

    /** A room in numbers. */
    public record Summary(int members, Optional<Position> tail) {
    }

    private final Tables tables;
    private final RoomLimits limits;
    private final ClusterView cluster;
    private final Clock clock;
    private final RoomLog log;
    private final Members members;
    private final Gatherings gatherings;
    private final Heads heads;
    private final Arrivals arrivals = new Arrivals();
    private final Admittance admittance;

    public Rooms(Tables tables, RoomLimits limits, ClusterView cluster, Means means) {
        this.tables = tables;
        this.limits = limits;
        this.cluster = cluster;
        this.clock = means.clock();
        Ids ids = new Ids(means.random());
        this.log = new RoomLog(tables.log(), limits, clock, cluster::serving);
        this.members = new Members(tables.members(), limits, means.random());
        this.heads = new Heads(tables.heads(), ids, new Room.Shared(log, members, arrivals, means.executor()), limits.rooms());
        this.gatherings = new Gatherings(tables.members(), cluster, ids, clock);
        members.whenFreed(gatherings::leave);
        this.admittance = new Admittance(new Caretaker.Charge(heads, members, log), cluster, clock, new Admittance.Means(ids, gatherings));
    }

    /** Begins to follow the tables. */
    public void start() {
        members.start((room, peer) -> {
            heads.find(room).ifPresent(found -> found.reconcile(peer));
            arrivals.tell(room);
        });
        gatherings.start();
        heads.start();
        tables.log().watch(heads.new Follower());
    }

    /** Somebody comes in under a name of ours; the outbox is told its place before anything else. {@code again}: after a session that has ended. */
    public Seat join(String room, boolean again, Arrival arrival) {
        return admittance.join(room, again, arrival);
    }

    /** Somebody whose name is its own, {@code again} as above. {@code departures} hears when it takes over from a session that it had. */
    public record Proven(String peer, boolean again, Departures departures) {
    }

    /** A peer comes in that has proven its name. Where it is a member already, this is its seat from now on: the connection it had ends, and so do its offers. */
    public Seat join(String room, Proven proven, Arrival arrival) {
        return admittance.join(room, proven, arrival);
    }

    /** A guest comes in, or goes on by this connection. False when a peer of that name is here which is no guest of that cluster. */
    public boolean receive(String room, String peer, Arrival arrival) {
        return admittance.receive(room, peer, arrival);
    }

    /**
     * A peer takes a room for itself alone, under a name that nobody else knows how to have. Where it has the room already, this is its seat from now on; where
     * another one has, it is refused (ROOM_FULL). It hears everything that is said since it has the room.
     */
    public Seat occupy(String room, String peer, Arrival arrival) {
        return admittance.occupy(room, peer, arrival);
    }

    /** Somebody comes in who is told of everything from its own arrival on, whoever may be there by now. */
    public Seat attend(String room, Arrival arrival) {
        return admittance.attend(room, arrival);
    }

    /** The room into which the next one goes who comes to that lobby. */
    public String gathering(String lobby) {
        return gatherings.room(lobby);
    }

    /**
     * Somebody attends that {@link #gathering} of a lobby, in which those who are there wait for others. With the last of so many the room is full for good, even
     * if some leave it, and the lobby has another one: whoever is too late is refused (ROOM_FULL).
     */
    public Seat gather(String room, Command.Gather gather, Arrival arrival) {
        if (gather.size() > limits.members()) {
            throw new Refusal(Refusal.Code.BAD_MESSAGE, "a room has at most " + limits.members() + " members");
        }
        return admittance.gather(room, gather, arrival);
    }

    /** From now on others may be told that the member is called that. */
    public void call(String room, String peer, String name) {
        Members.Held held = members.find(room, peer).orElseThrow(() -> new Refusal(Refusal.Code.UNKNOWN_PEER, "there is no such member"));
        if (!members.change(held, held.member().called(name))) {
            throw new Refusal(Refusal.Code.OVERLOADED, "the session has just changed; try again", SOON_MILLIS);
        }
    }

    /** The members that are connected, as far as the cluster knows, each with what it is called. */
    public Map<String, String> names(String room) {
        return members.of(room).stream().map(Members.Held::member).filter(member -> isHere(member.place()))
                .collect(Collectors.toMap(Member::peer, Member::name, (one, same) -> one));
    }

    /** A peer comes back; nobody does when nobody knows the token. */
    public Optional<Seat> resume(String room, Command.Resume resume, Arrival arrival) {
        return admittance.resume(room, resume, arrival);
    }

    /** The peer that the token proves to be. */
    public String verify(String room, String text) {
        Member.Token token = Member.Token.parse(text);
        Members.Held held = members.find(room, token.peer())
                .orElseThrow(() -> new Refusal(Refusal.Code.BAD_TOKEN, "the session has ended, or never was in this room"));
        Admittance.prove(held, token);
        return token.peer();
    }

    /** Writes an entry into the room's log; it returns when the cluster has it. */
    public Position append(String room, Entry entry) {
        return log.append(heads.find(room).orElseThrow(() -> new Refusal(Refusal.Code.UNKNOWN_ROOM, "nobody is in this room")), entry);
    }

    /** True when the token is that of somebody who may come back without joining anew. */
    public boolean knows(String room, String text) {
        Member.Token token = Member.Token.parse(text);
        return members.find(room, token.peer()).map(held -> token.proves(held.member().proof())).orElseGet(() -> members.retired().knows(room, token));
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
        return members.find(room, peer).map(held -> held.member().place()).filter(this::isHere).isPresent();
    }

    /** The rooms whose holders may be told of by name, of those that are connected. */
    public Stream<Named> named() {
        return members.named().filter(each -> isHere(each.getValue().place())).map(each -> new Named(each.getKey(), each.getValue().name()));
    }

    private boolean isHere(Member.Place place) {
        return place.attached() && cluster.alive(place.node());
    }

    /** True when somebody hears what is said in the room from now on. */
    public boolean isHeard(String room) {
        return heads.find(room).map(Room::present).stream().flatMap(Set::stream).anyMatch(peer -> isAttached(room, peer));
    }

    /** Runs the step, which must return at once, whenever somebody may have come into the room; until what is returned is run. */
    public Runnable watch(String room, Runnable step) {
        return arrivals.watch(room, step);
    }

    /** The bucket of the address from which the peer last came. */
    public String prefix(String room, String peer) {
        return members.find(room, peer).map(held -> held.member().prefix()).orElse("");
    }

    /** A connection has ended: the peer has its grace to come back. True when the peer was still connected by it. */
    public boolean drop(String room, String peer, String connection) {
        heads.find(room).ifPresent(found -> found.detach(peer, connection));
        return members.find(room, peer).filter(held -> held.member().isAt(connection) && members.detach(held, clock.millis())).isPresent();
    }

    /** Nobody stands for the guest any more, whatever node did: it has its grace to come back. True when it was still connected. */
    public boolean dismiss(String room, String guest) {
        return members.find(room, guest).filter(held -> census().isGuest(room, guest) && held.member().place().attached() && members.detach(held, clock.millis())).isPresent();
    }

    /** A connection has ended, and nobody will come back by its token: the peer leaves. True when it was still connected by it. */
    public boolean depart(String room, String peer, String connection) {
        heads.find(room).ifPresent(found -> found.detach(peer, connection));
        return members.find(room, peer).filter(held -> held.member().isAt(connection))
                .map(held -> new Leaving(members, log).end(heads.open(room), held, Entry.LEFT)).orElse(false);
    }

    /** The peer leaves for good, by its own word, for one of the reasons in {@link Entry}. Its connection ends where its node reads so in the log. */
    public void leave(String room, String peer, String reason) {
        members.find(room, peer).ifPresent(held -> new Leaving(members, log).insist(heads.open(room), held, reason));
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
        return new Census(members, this::isHere);
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
