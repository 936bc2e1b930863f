package almenara.rooms;

import almenara.messages.Entry;
import almenara.messages.Refusal;
import almenara.tables.ClusterView;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/**
 * Does what no client asks for: mends logs, and, once a second, ends graces, detaches the members of dead nodes and closes empty rooms: of the rooms that
 * {@link Looks} names. What must happen once in the cluster is done by the node that leads the room; should two think so for a moment, the conditional writes
 * let one through.
 */
public final class Caretaker {

    private static final System.Logger LOG = System.getLogger(Caretaker.class.getName());
    /** How long an entry may wait for the word that all nodes have it, before this node sees to it itself. */
    private static final Duration PATIENCE = Duration.ofSeconds(1);
    /** The same for what came before the nodes have changed: the word may have been lost with one of them. */
    private static final Duration LESS_PATIENCE = Duration.ofMillis(500);
    /** How long after a change of the nodes writes of before may not have reached all. */
    private static final Duration UNEASY = Duration.ofSeconds(6);
    private final Charge charge;
    private final RoomLimits limits;
    private final ClusterView cluster;
    private final Departures departures;
    private final Orphans orphans;
    private final Restarts restarts;
    private volatile long changed = Long.MIN_VALUE / 2;
    private long rounds;

    /** What is looked after. */
    record Charge(Heads heads, Members members, RoomLog log) {
    }

    Caretaker(Charge charge, RoomLimits limits, ClusterView cluster, Departures departures) {
        this.charge = charge;
        this.limits = limits;
        this.cluster = cluster;
        this.departures = departures;
        this.orphans = new Orphans(charge, cluster);
        this.restarts = new Restarts(charge.heads(), cluster);
    }

    /**
     * Rooms agree upon the entries that have waited for too long, or, for a while after the nodes have changed, that nobody is there to give the word for. Each
     * does so by itself, and nobody waits for it: neither this thread, nor one room for another.
     */
    public void mend() {
        if (cluster.serving()) {
            long now = charge.log().now();
            boolean uneasy = isUneasy(now);
            long late = Math.min(changed, now - LESS_PATIENCE.toMillis());
            Map<String, Boolean> alive = new ConcurrentHashMap<>();
            Predicate<String> lives = node -> alive.computeIfAbsent(node, cluster::alive);
            charge.log().takeWaiting().stream().map(charge.heads()::find).flatMap(Optional::stream)
                    .forEach(room -> room.mend(PATIENCE, arrived -> uneasy && (arrived.at() <= late || isBereft(room, arrived, lives))));
        }
    }

    /** True unless its author is where it was when it said this, at a node that is alive: which will give the word for it. */
    private boolean isBereft(Room room, Pending.Arrived arrived, Predicate<String> lives) {
        Optional<Member> author = charge.members().find(room.id, arrived.entry().from()).map(Members.Held::member);
        return author.filter(member -> lives.test(member.place().node()) && member.since() < arrived.at()).isEmpty();
    }

    /** True for a while after the nodes have changed. */
    private boolean isUneasy(long now) {
        return now - changed < UNEASY.toMillis();
    }

    /** One round through the rooms. */
    public void round() {
        Looks.Round round = new Looks.Round(rounds++, charge.log().now(), limits);
        restarts.go();
        charge.members().rooms().forEach(orphaned -> attempt(() -> reopen(orphaned)));
        boolean all = isUneasy(round.now());
        List<Room> looked = new ArrayList<>();
        for (Room room : charge.heads().rooms()) {
            if (room.looks.begin(round, room.tail()) || all) {
                attempt(() -> lookInto(room));
                looked.add(room);
            }
        }
        attempt(() -> orphans.settle(looked));
    }

    private void attempt(Runnable care) {
        try {
            care.run();
        } catch (Refusal refusal) {
            LOG.log(System.Logger.Level.DEBUG, "a room has to wait: {0}", refusal.getMessage());
        }
    }

    /** Members whose room was closed under them are looked after in the room opened anew. */
    private void reopen(String room) {
        if (charge.heads().find(room).isEmpty() && cluster.leads(room)) {
            charge.heads().open(room);
        }
    }

    /** The nodes have changed: from now on, for a while, entries that only some may have got are written to all. */
    public void clusterChanged() {
        changed = charge.log().now();
        mend();
    }

    private void lookInto(Room room) {
        long next = Looks.NOW;
        try {
            strays(room);
            boolean leads = cluster.leads(room.id);
            room.compare(peer -> charge.log().append(room, Entry.joined(peer)), leads ? peer -> leaving().tell(room, peer, Entry.TIMEOUT) : peer -> { });
            if (leads) {
                lookAfter(room);
            }
            next = Math.min(nextLook(room), charge.heads().due(room, Looks.patience(limits)));
        } finally {
            room.looks.by(next);
        }
    }

    /** When the room has to be looked at again, by what is on record of its members. */
    private long nextLook(Room room) {
        Collection<Members.Held> all = charge.members().of(room.id);
        if (all.isEmpty()) {
            return room.active() + limits.resume().toMillis() + 1;
        }
        return charge.members().doubles(room.id).isEmpty() ? all.stream().mapToLong(held -> nextLook(room, held.member())).min().orElse(Looks.NOW) : Looks.NOW;
    }

    private long nextLook(Room room, Member member) {
        Member.Place place = member.place();
        if (!place.attached()) {
            return member.since() + limits.grace().toMillis();
        }
        boolean here = place.node().equals(cluster.self());
        return (here ? room.connects(member.peer(), place.connection()) : cluster.alive(place.node())) ? Looks.NEVER : Looks.NOW;
    }

    /**
     * Two parts of the cluster that both went on have met: no room's log can be relied upon. A node that was ready sooner may have restarted a room already, when not all members
     * of the other part were on record here.
     */
    public void afterMerge() {
        restarts.begin();
        restarts.go();
        charge.heads().rooms().forEach(Room::recount);
    }

    /** Detaches members that are on record as connected here and are not: a departure that could not be written, or an arrival that failed half-way. */
    private void strays(Room room) {
        long now = charge.log().now();
        for (Members.Held held : List.copyOf(charge.members().of(room.id))) {
            Member member = held.member();
            boolean here = member.place().attached() && member.place().node().equals(cluster.self());
            if (here && now - member.since() > limits.grace().toMillis() && !room.connects(member.peer(), member.place().connection())) {
                detach(room, held);
            }
        }
    }

    private void detach(Room room, Members.Held held) {
        if (charge.members().detach(held, charge.log().now())) {
            departures.departed(room.id, held.member().peer());
        }
    }

    private void lookAfter(Room room) {
        charge.members().doubles(room.id).forEach(charge.members()::remove);
        List.copyOf(charge.members().of(room.id)).forEach(held -> lookAfter(room, held));
        boolean empty = charge.members().of(room.id).isEmpty();
        if (empty && charge.log().now() - room.active() > limits.resume().toMillis()) {
            charge.heads().close(room);
        } else {
            charge.heads().refresh(room);
        }
    }

    private void lookAfter(Room room, Members.Held held) {
        Member member = held.member();
        long now = charge.log().now();
        if (member.place().attached() && !cluster.alive(member.place().node())) {
            detach(room, held);
        } else if (!member.place().attached() && now - member.since() >= limits.grace().toMillis()) {
            expire(room, held);
        }
    }

    private void expire(Room room, Members.Held held) {
        if (leaving().end(room, held, Entry.TIMEOUT)) {
            charge.members().retired().add(room.id, held.member());
            departures.departed(room.id, held.member().peer());
        }
    }

    private Leaving leaving() {
        return new Leaving(charge.members(), charge.log());
    }
}
