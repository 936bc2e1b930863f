package almenara.wiring;

import almenara.dht.Allowance;
import almenara.dht.Client;
import almenara.dht.Dht;
import almenara.dht.Figures;
import almenara.dht.Keeper;
import almenara.dht.Node;
import almenara.dht.Snapshot;
import almenara.dht.Timer;
import almenara.dht.Upkeep;
import almenara.dht.krpc.Family;
import almenara.dht.krpc.NodeId;
import almenara.dht.krpc.Reach;
import almenara.tasks.Serial;
import almenara.transport.DhtSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/** The nodes of the DHT that this server is: one for each address it listens at, all on one thread, known again after a restart. */
final class DhtNodes implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(DhtNodes.class.getName());
    /** Datagrams and times that may wait for the one thread; what comes then is lost, as UDP may be. */
    private static final int MOST_WAITING = 1024;
    private static final int SAVE_MINUTES = 10;
    private static final int REPORT_SECONDS = 2;

    private final Settings.Dht settings;
    private final Means means;
    private final Serial serial;
    private final Allowance allowance;
    private final long began = System.nanoTime();
    private final List<Running> running = new ArrayList<>();

    /** Threads, a clock that runs tasks, and chance (unpredictable). */
    record Means(ExecutorService threads, ScheduledExecutorService clockwork, RandomGenerator random) {
    }

    private record Running(Dht.Part part, Upkeep upkeep, DhtSocket socket, DhtMemory memory) {
    }

    private DhtNodes(Settings.Dht settings, Means means) {
        this.settings = settings;
        this.means = means;
        this.serial = new Serial(means.threads());
        this.allowance = new Allowance(settings.rates(), means.random(), System::nanoTime);
    }

    /** Starts them; nothing when no DHT is wanted, or no port can be had. */
    static Optional<DhtNodes> start(Settings.Dht settings, Means means) {
        DhtNodes nodes = new DhtNodes(settings, means);
        if (settings.port() > 0) {
            for (String address : settings.addresses()) {
                nodes.start(address);
            }
        }
        if (nodes.running.isEmpty()) {
            return Optional.empty();
        }
        nodes.pair();
        nodes.means.clockwork().scheduleWithFixedDelay(() -> nodes.serial.run(nodes::save), SAVE_MINUTES, SAVE_MINUTES, TimeUnit.MINUTES);
        return Optional.of(nodes);
    }

    Dht dht() {
        return new Dht(running.stream().map(Running::part).toList(), serial);
    }

    /** Tells how its nodes are, every few seconds. */
    void report(Consumer<List<Figures>> reader) {
        Dht dht = dht();
        means.clockwork().scheduleWithFixedDelay(() -> dht.figures().thenAccept(reader), 0, REPORT_SECONDS, TimeUnit.SECONDS);
    }

    private void start(String address) {
        try {
            start(InetAddress.getByName(address));
        } catch (UnknownHostException e) {
            LOG.log(System.Logger.Level.WARNING, "the DHT is off, for there is no address {0}", address);
        }
    }

    private void start(InetAddress address) {
        DhtSocket.open(address, settings.port()).ifPresent(socket -> {
            Family family = Family.of(address);
            DhtMemory memory = new DhtMemory(settings.memory(), family, settings.port());
            Optional<Snapshot> before = memory.load();
            Node.Rules rules = new Node.Rules(new Reach(family, settings.manner().privateToo()), address, settings.manner().readOnly(), settings.items(),
                    settings.peers());
            NodeId id = Snapshot.id(before, address, means.random());
            Node node = new Node(rules, new Node.Means(socket, timer(), means.random(), allowance), id);
            Client client = new Client(node);
            Upkeep upkeep = new Upkeep(node, client, then -> bootstrap(family, then), before.map(Snapshot::contacts).orElse(List.of()));
            running.add(new Running(new Dht.Part(node, client, new Keeper(node, client)), upkeep, socket, memory));
            serial.run(upkeep::start);
            means.threads().execute(() -> socket.read((datagram, from) -> receive(node, datagram, from)));
        });
    }

    private void receive(Node node, byte[] datagram, InetSocketAddress from) {
        if (serial.waiting() < MOST_WAITING) {
            serial.run(() -> node.receive(datagram, from));
        }
    }

    private void pair() {
        if (running.size() > 1) {
            Node one = running.getFirst().part().node();
            Node other = running.getLast().part().node();
            serial.run(() -> {
                one.pair(other);
                other.pair(one);
            });
        }
    }

    private Timer timer() {
        return new Timer() {
            @Override
            public long millis() {
                return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
            }

            @Override
            public void after(long millis, Runnable task) {
                try {
                    means.clockwork().schedule(() -> serial.run(task), millis, TimeUnit.MILLISECONDS);
                } catch (RejectedExecutionException e) {
                    LOG.log(System.Logger.Level.DEBUG, "the DHT had a plan for after the end");
                }
            }
        };
    }

    /** Name servers are asked on another thread: they take their time. */
    private void bootstrap(Family family, Consumer<List<InetSocketAddress>> then) {
        means.threads().execute(() -> {
            List<InetSocketAddress> found = settings.bootstrap().stream().flatMap(DhtNodes::resolve).filter(each -> Family.of(each.getAddress()) == family).toList();
            serial.run(() -> then.accept(found));
        });
    }

    private static Stream<InetSocketAddress> resolve(String host) {
        int colon = host.lastIndexOf(':');
        try {
            int port = Integer.parseInt(host.substring(colon + 1));
            return Stream.of(InetAddress.getAllByName(host.substring(0, colon))).map(address -> new InetSocketAddress(address, port));
        } catch (UnknownHostException e) {
            LOG.log(System.Logger.Level.WARNING, "the DHT begins without {0}, which no name server knows", host);
            return Stream.empty();
        }
    }

    private void save() {
        running.forEach(each -> each.memory().save(Snapshot.of(each.part().node())));
    }

    @Override
    public void close() {
        running.forEach(each -> each.socket().close());
        serial.run(() -> {
            running.forEach(each -> each.upkeep().end());
            save();
        });
    }
}
