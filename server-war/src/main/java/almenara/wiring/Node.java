package almenara.wiring;

import almenara.cluster.Timekeeper;
import almenara.dialects.Native;
import almenara.dialects.NativeReplies;
import almenara.json.JsonFactories;
import almenara.limits.Rate;
import almenara.offers.OfferTable;
import almenara.ops.Metrics;
import almenara.ops.StatusPages;
import almenara.rooms.Caretaker;
import almenara.rooms.Rooms;
import almenara.sharedstate.TableChanged;
import almenara.signaling.Channel;
import almenara.signaling.Exchange;
import almenara.signaling.Guests;
import almenara.signaling.MembersGate;
import almenara.signaling.Opening;
import almenara.signaling.Signaling;
import almenara.signaling.TokenDesk;
import almenara.stun.Responder;
import almenara.tables.ClusterView;
import almenara.tables.Table;
import almenara.transport.Addresses;
import almenara.transport.Connections;
import almenara.transport.DhtDesk;
import almenara.transport.Door;
import almenara.transport.Entrance;
import almenara.transport.Origins;
import almenara.transport.StunSocket;
import almenara.transport.Usage;
import almenara.turn.Credentials;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.json.JsonArrayBuilder;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import java.util.random.RandomGenerator;

/** One running node: every part of it, its clockwork, its end. */
final class Node {

    private static final System.Logger LOG = System.getLogger(Node.class.getName());
    private static final long PROBE_MILLIS = 100;
    private static final long MEND_MILLIS = 500;
    private static final Duration LAST_WORDS = Duration.ofSeconds(1);
    /** What waits for other nodes has so long to be done, and once more when it was interrupted. */
    private static final Duration LAST_TASKS = Duration.ofSeconds(10);
    private static final Duration LOOK = Duration.ofMillis(10);

    private final Settings settings;
    private final ClusterView cluster;
    private final Timekeeper time;
    private final ExecutorService threads;
    private final ScheduledExecutorService clockwork;
    private final Rooms rooms;
    private final OfferTable offers;
    private final Exchange exchange;
    private final StateNode state;
    private final Work work;
    private final Opening opening;
    private final Signaling signaling;
    private final Mounts mounts;
    private final Neighbours neighbours;
    private final SharedRooms sharedRooms;
    private final Connections connections;
    private final Usage usage = new Usage();
    private final LoadMeter meter;
    private final Metrics metrics;
    private final Door door;
    private final Caretaker caretaker;
    private volatile Optional<StunSocket> stun = Optional.empty();
    private volatile Optional<DhtNodes> dht = Optional.empty();
    private final Shared shared;
    private final AtomicBoolean busy = new AtomicBoolean();
    private final AtomicBoolean closed = new AtomicBoolean();

    /** What the cluster shares, how many entries of it this node could not read, and its time, by which everything goes. */
    record Tables(Rooms.Tables rooms, Table offers, Table spent, Table state, Table mesh, ClusterView cluster, IntSupplier unreadable, Timekeeper time) {
    }

    /** Threads, chance (unpredictable), meters, whoever hears of changed tables, and the farewell to the cluster. */
    record Shared(ExecutorService threads, RandomGenerator random, MeterRegistry meters, Consumer<TableChanged> changes, Runnable end) {
    }

    Node(Settings settings, Tables tables, Shared shared) {
        Clock clock = tables.time().clock();
        this.settings = settings;
        this.cluster = tables.cluster();
        this.time = tables.time();
        this.threads = shared.threads();
        this.shared = shared;
        this.clockwork = Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().name("almenara-clockwork").factory());
        this.metrics = new Metrics(shared.meters());
        metrics.watchUnreadable(tables.unreadable());
        this.rooms = new Rooms(tables.rooms(), settings.core().rooms(), cluster, new Rooms.Means(clock, shared.random(), threads));
        this.offers = new OfferTable(tables.offers(), settings.core().offers(), clock, shared.random());
        this.exchange = new Exchange(rooms, offers, clock, metrics);
        this.state = new StateNode(settings.state(), tables.state(), new StateNode.Means(clock, shared, cluster, settings.core().json()));
        Trust trust = new Trust(settings.work(), tables.spent(), new Trust.Means(clock, shared.random(), metrics));
        this.work = new Work(settings.work(), cluster.self(), new Work.Sights(rooms, tables.rooms().log()), trust);
        this.neighbours = new Neighbours(settings, new Neighbours.Places(tables.mesh(), cluster),
                new Neighbours.Means(work.toll(), threads, clock, shared.random(), metrics::visited, () -> dht.map(DhtNodes::dht)));
        this.sharedRooms = new SharedRooms(settings.state().offers(), new Guests.Around(rooms, exchange, cluster, tables.spent()),
                new SharedRooms.Means(state.tables(), neighbours.key(), settings.core().json(), clock, shared.random()));
        this.opening = new Opening(cluster);
        Signaling.Core core = new Signaling.Core(rooms, exchange, opening, work.toll(), trust.proofs(settings.seal()), sharedRooms::expect);
        this.signaling = new Signaling(core, settings.core().rules(), metrics);
        this.mounts = new Mounts(settings.dialects(), core, settings.core().json(), new Mounts.Means(metrics, shared.random()));
        this.connections = new Connections(settings.transport().connections(), shared.random());
        this.meter = new LoadMeter(clock, threads, new LoadMeter.Sources(connections, usage), settings.work().full());
        this.caretaker = rooms.caretaker(signaling);
        this.door = build(new TokenDesk(new MembersGate(rooms, work.toll()), new Credentials(settings.turn().rules(), clock),
                Rate.aMinute(settings.turn().tokens(), shared.random()), System::nanoTime));
    }

    private void startStun() {
        Settings.Stun wanted = settings.stun();
        if (wanted.port() > 0) {
            stun = StunSocket.open(wanted.address(), wanted.port(), new Responder(wanted.rate(), shared.random()), metrics);
            stun.ifPresent(threads::execute);
        }
    }

    private String name() {
        return settings.nodeName().isEmpty() ? cluster.self().replaceFirst("~.*", "") : settings.nodeName();
    }

    private Door build(TokenDesk tokens) {
        StatusPages pages = new StatusPages(new StatusPages.About(name(), Wiring.version(), mounts.paths()), signaling, rooms,
                new StatusPages.Load(cluster, connections, metrics, neighbours.mesh()));
        Entrance entrance = new Entrance(new Origins(settings.network().origins()), new Addresses(settings.network().proxies()), pages);
        almenara.transport.Shared common = new almenara.transport.Shared(signaling, new Native(settings.core().json(), introduction()),
                settings.transport(), metrics, new almenara.transport.Shared.Threads(threads, () -> cluster.alone() && !sharedRooms.areThere()), connections, usage);
        AtomicLong count = new AtomicLong();
        DhtDesk gateway = Gateway.desk(settings.gateway(), () -> dht.map(DhtNodes::dht), work.toll(), shared.random());
        return new Door(common, entrance, tokens, state.desk(), neighbours.desk(), gateway, mounts.all(), () -> cluster.self() + '/' + count.incrementAndGet());
    }

    Door door() {
        return door;
    }

    Signaling signaling() {
        return signaling;
    }

    private NativeReplies.Introduction introduction() {
        String limits = JsonFactories.BUILDERS.createObjectBuilder().add("message", settings.transport().message()).add("queue", settings.transport().queue().messages())
                .add("resume", settings.core().rooms().resume().toSeconds())
                .add("grace", settings.core().rooms().grace().toSeconds()).build().toString();
        JsonArrayBuilder servers = JsonFactories.BUILDERS.createArrayBuilder();
        settings.network().iceUrls().forEach(url -> servers.add(JsonFactories.BUILDERS.createObjectBuilder().add("urls", url)));
        String iceServers = settings.network().iceUrls().isEmpty() ? "" : servers.build().toString();
        return new NativeReplies.Introduction(name(), limits, iceServers);
    }

    Node start() {
        rooms.start();
        offers.start();
        work.start();
        state.start();
        neighbours.start();
        metrics.watch(rooms, connections, signaling);
        neighbours.mesh().ifPresent(metrics::watch);
        cluster.watch(this::clusterChanged);
        clockwork.scheduleWithFixedDelay(() -> threads.execute(this::round), 1, 1, TimeUnit.SECONDS);
        clockwork.scheduleWithFixedDelay(() -> threads.execute(caretaker::mend), MEND_MILLIS, MEND_MILLIS, TimeUnit.MILLISECONDS);
        clockwork.scheduleWithFixedDelay(meter::probe, PROBE_MILLIS, PROBE_MILLIS, TimeUnit.MILLISECONDS);
        sharedRooms.start(clockwork, threads, cluster::serving);
        startStun();
        dht = DhtNodes.start(settings.dht(), new DhtNodes.Means(threads, clockwork, shared.random()));
        dht.ifPresent(nodes -> nodes.report(metrics.dht()::told));
        LOG.log(System.Logger.Level.INFO, "Almenara {0} serves as {1} in a cluster of {2}", Wiring.version(), name(), cluster.size());
        return this;
    }

    private void round() {
        if (busy.compareAndSet(false, true)) {
            try {
                Duties.all(connections::tick, this::price);
                if (cluster.serving()) {
                    Duties.all(time::round, caretaker::round, state::round, this::expire, neighbours::round);
                }
            } finally {
                busy.set(false);
            }
        }
    }

    private void price() {
        if (work.round(meter)) {
            connections.price();
        }
    }

    private void expire() {
        List.copyOf(offers.rooms()).stream().filter(cluster::leads).forEach(exchange::expire);
    }

    private void clusterChanged(boolean bothSidesWrote) {
        if (!cluster.serving()) {
            rooms.abandon();
        }
        if (bothSidesWrote) {
            caretaker.afterMerge();
        }
        caretaker.clusterChanged();
        round();
    }

    /** Clients go elsewhere, then everything ends; once. */
    void close() {
        if (closed.getAndSet(true)) {
            return;
        }
        opening.drain();
        clockwork.shutdownNow();
        door.dht().close();
        dht.ifPresent(DhtNodes::close);
        stun.ifPresent(StunSocket::close);
        connections.drain(settings.network().drain());
        awaitUntilEmpty(settings.network().drain());
        connections.close(Channel.Closing.DRAINED);
        awaitUntilEmpty(LAST_WORDS);
        shared.end().run();
        state.close();
        boolean complete = Ending.of(threads, LAST_TASKS);
        metrics.close();
        LOG.log(System.Logger.Level.INFO, complete ? "Almenara has stopped serving as {0}" : "Almenara has stopped serving as {0}; something does not end, and is left behind", name());
    }

    private void awaitUntilEmpty(Duration most) {
        long end = System.nanoTime() + most.toNanos();
        while (!connections.isEmpty() && System.nanoTime() < end) {
            connections.letGo();
            LockSupport.parkNanos(LOOK.toNanos());
        }
    }
}
