package almenara.signaling;

import almenara.limits.Rate;
import almenara.offers.OfferLimits;
import almenara.pow.EffortLaw;
import almenara.pow.Price;
import almenara.pow.QuoteKeys;
import almenara.pow.Standard;
import almenara.pow.Terms;
import almenara.pow.Verifier;
import almenara.rooms.RoomLimits;
import almenara.rooms.Rooms;
import almenara.seal.Challenges;
import almenara.tables.FakeCluster;
import almenara.tables.HandClock;
import almenara.tables.MemoryTable;
import almenara.tables.Table;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/** A cluster in one process: nodes over the same tables in memory, with a clock that is moved by hand and chance that repeats itself. */
public final class Nodes {

    public static final String ROOM = room(0);
    /** What clients call, whatever node they get to. */
    static final String HOST = "node.example";
    /** What all nodes of a test share. */
    private static final byte[] SECRET = "the secret that all nodes of a test share".getBytes(StandardCharsets.UTF_8);
    public static final Duration SECOND = Duration.ofSeconds(1);
    static final RoomLimits ROOMS = new RoomLimits(100, 100, 1_048_576, Duration.ofSeconds(120), Duration.ofSeconds(15), 50);
    static final OfferLimits OFFERS = new OfferLimits(8, 4, Duration.ofSeconds(60), Duration.ofSeconds(120), Duration.ofSeconds(20));
    /** Wrong payments of an address that are looked at in a minute. */
    static final int FAULTS = 50;
    /** How long a challenge lives. */
    static final Duration LIFE = Duration.ofSeconds(120);
    static final Signaling.Rules FOREIGN = new Signaling.Rules(3, false, Integer.MAX_VALUE, false);
    static final Signaling.Rules RULES = new Signaling.Rules(8, true, 100, true);

    public final HandClock clock = new HandClock();
    public final FakeCluster cluster = new FakeCluster();
    public final MemoryTable heads = new MemoryTable(clock);
    public final MemoryTable log = new MemoryTable(clock);
    public final MemoryTable members = new MemoryTable(clock);
    public final MemoryTable offers = new MemoryTable(clock);
    public final MemoryTable spent = new MemoryTable(clock);
    private final Map<String, Node> nodes = new LinkedHashMap<>();
    private final Random random;
    private final Executor executor;
    private final long effort;

    /** So many nodes that do everything on the caller's thread. */
    public Nodes(int count) {
        this(count, 1, Runnable::run);
    }

    /** So many nodes that ask for so much work a post. */
    public static Nodes paid(int count, long effort) {
        return new Nodes(count, 1, Runnable::run, effort);
    }

    public Nodes(int count, long seed, Executor executor) {
        this(count, seed, executor, 0);
    }

    private Nodes(int count, long seed, Executor executor, long effort) {
        this.effort = effort;
        this.random = new Random(seed);
        this.executor = executor;
        for (int i = 0; i < count; i++) {
            start("node-" + (char) ('a' + i));
        }
    }

    /** The id of a room for tests. */
    public static String room(int number) {
        return String.format("room%038dA", number);
    }

    /** Whoever is at no address in particular. */
    static Session.Origin origin(String room) {
        return new Session.Origin(room, HOST, "192.0.2", 0);
    }

    Faults faults(Tally tally) {
        Rate rate = Rate.aMinute(FAULTS, random);
        return new Faults(rate, () -> TimeUnit.MILLISECONDS.toNanos(clock.millis()), tally);
    }

    Verifier verifier() {
        return new Verifier(new QuoteKeys(SECRET), spent.beside(), clock, random);
    }

    Proofs proofs(Faults faults, Tally tally) {
        Challenges challenges = new Challenges(SECRET, List.of(HOST), LIFE, new Challenges.Means(clock, random));
        return new Proofs(challenges, new almenara.seal.Verifier(challenges, spent.beside()), faults, tally);
    }

    Toll toll(Rooms rooms, Table log, String name, Cashier cashier) {
        if (effort == 0) {
            return Toll.FREE;
        }
        WorkToll.Till till = new WorkToll.Till(new QuoteKeys(SECRET), cashier, clock, Terms.node(name));
        WorkToll toll = new WorkToll(rooms, till,
                new WorkToll.Rates(new Price(Standard.tariff(effort)), new EffortLaw(effort, Standard.STEERING), Duration.ofSeconds(60)));
        log.watch(toll);
        return toll;
    }

    /** A node that joins the cluster now. */
    public Node start(String name) {
        return start(name, executor);
    }

    /** A node that joins the cluster now, and delivers by means of its own. */
    public Node start(String name, Executor means) {
        Node node = new Node(this, name, new Random(random.nextLong()), means);
        nodes.put(name, node);
        return node;
    }

    /** The node of that number, of those that live. */
    public Node node(int number) {
        return List.copyOf(nodes.values()).get(number);
    }

    public int size() {
        return nodes.size();
    }

    /** The node goes without a word: its connections are heard of no more. */
    public void crash(Node node) {
        nodes.remove(node.name);
        node.crash();
        cluster.die(node.name);
    }

    /** Time goes by, second by second, with the round of every caretaker in each. */
    public void pass(Duration time) {
        for (long second = 0; second < time.toSeconds(); second++) {
            clock.advance(SECOND);
            List.of(heads, log, members, offers).forEach(MemoryTable::expire);
            List.copyOf(nodes.values()).forEach(Node::round);
        }
    }

    public void pass(int seconds) {
        pass(Duration.ofSeconds(seconds));
    }
}
