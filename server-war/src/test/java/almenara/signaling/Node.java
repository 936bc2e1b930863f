package almenara.signaling;

import almenara.dialects.Dialect;
import almenara.dialects.JsonLimits;
import almenara.dialects.Native;
import almenara.dialects.NativeReplies;
import almenara.offers.OfferTable;
import almenara.pow.Verdict;
import almenara.rooms.Caretaker;
import almenara.rooms.Rooms;
import almenara.tables.ClusterView;
import almenara.tables.MemoryTable;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/** One node of {@link Nodes}, put together as the server is. */
public final class Node {

    public final String name;
    public final Rooms rooms;
    public final OfferTable offers;
    public final Exchange exchange;
    public final Opening opening;
    public final Signaling.Core core;
    public final Signaling signaling;
    /** The door of those who speak other protocols. */
    public final Signaling foreign;
    public final Caretaker caretaker;
    /** This node's copy of the logs. */
    public final MemoryTable log;
    final Native dialect;
    final Toll toll;
    final Proofs proofs;
    final Map<Tally.What, Integer> counts = new EnumMap<>(Tally.What.class);
    final Map<Verdict, Integer> verdicts = new EnumMap<>(Verdict.class);
    public final ClusterView cluster;
    /** Hears of each room before somebody new comes in. */
    public volatile Consumer<String> coming = room -> { };
    private final List<Client> clients = new CopyOnWriteArrayList<>();
    private final List<ForeignClient> strangers = new CopyOnWriteArrayList<>();
    private volatile boolean crashed;

    Node(Nodes nodes, String name, Random random, Executor executor) {
        this.name = name;
        this.cluster = nodes.cluster.join(name);
        this.log = nodes.log.beside();
        Rooms.Tables tables = new Rooms.Tables(nodes.heads.beside(), log, nodes.members.beside());
        this.rooms = new Rooms(tables, Nodes.ROOMS, cluster, new Rooms.Means(nodes.clock, random, executor));
        this.offers = new OfferTable(nodes.offers.beside(), Nodes.OFFERS, nodes.clock, random);
        this.exchange = new Exchange(rooms, offers, nodes.clock, new Counts());
        Faults faults = nodes.faults(new Counts());
        this.toll = nodes.toll(rooms, log, name, new Cashier(nodes.verifier(), faults, new Counts()));
        this.proofs = nodes.proofs(faults, new Counts());
        this.opening = new Opening(cluster);
        this.core = new Signaling.Core(rooms, exchange, opening, toll, proofs, room -> coming.accept(room));
        this.signaling = new Signaling(core, Nodes.RULES, new Counts());
        this.foreign = new Signaling(core.free(), Nodes.FOREIGN, new Counts());
        this.caretaker = rooms.caretaker(signaling);
        this.dialect = new Native(new JsonLimits(16), new NativeReplies.Introduction(name,
                "{\"message\":65536,\"queue\":256,\"resume\":120,\"grace\":15}", ""));
        cluster.watch(merged -> {
            if (merged) {
                caretaker.afterMerge();
            }
            caretaker.clusterChanged();
        });
        rooms.start();
        offers.start();
    }

    private final class Counts implements Tally {

        @Override
        public void count(What what) {
            synchronized (counts) {
                counts.merge(what, 1, Integer::sum);
            }
        }

        @Override
        public void paid(Verdict verdict) {
            synchronized (verdicts) {
                verdicts.merge(verdict, 1, Integer::sum);
            }
        }

        @Override
        public void delivered(long nanos) {
            // nobody asks
        }
    }

    /** A connection to that room, which has not joined yet. */
    public Client connect(String room) {
        Client client = new Client(this, Nodes.origin(room));
        clients.add(client);
        return client;
    }

    /** A connection from that address prefix. */
    public Client connectFrom(String prefix, String room) {
        return new Client(this, new Session.Origin(room, Nodes.HOST, prefix, 0));
    }

    /** A connection from an address of that key. */
    Client connectFrom(long address, String room) {
        return new Client(this, new Session.Origin(room, Nodes.HOST, "192.0.2", address));
    }

    /** A connection of a client that speaks that dialect. */
    public ForeignClient connect(Dialect spoken) {
        return connect(spoken, "");
    }

    /** The same, with the parameters of its URL, perhaps behind a path below that of the dialect and a question mark. */
    public ForeignClient connect(Dialect spoken, String query) {
        ForeignClient client = new ForeignClient(this, spoken, query);
        strangers.add(client);
        return client;
    }

    /** A peer in that room. */
    public Client join(String room) {
        return connect(room).join();
    }

    /** What the node does once a second. */
    public void round() {
        caretaker.mend();
        caretaker.round();
        offers.rooms().stream().filter(cluster::leads).toList().forEach(exchange::expire);
    }

    void crash() {
        crashed = true;
        clients.forEach(Client::silence);
        strangers.forEach(ForeignClient::silence);
    }

    boolean crashed() {
        return crashed;
    }
}
