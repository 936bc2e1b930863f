package almenara.ops;

import almenara.messages.Event;
import almenara.nodes.Mesh;
import almenara.nodes.Source;
import almenara.pow.Verdict;
import almenara.rooms.Rooms;
import almenara.signaling.Signaling;
import almenara.signaling.Tally;
import almenara.transport.Connections;
import almenara.transport.Hearing;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.IntSupplier;
import java.util.stream.IntStream;

/**
 * The counters of the node, as Micrometer meters named {@code almenara.*}. They are made by the registry's own methods: WildFly's registry of a deployment
 * (39.0) does not pass on what Micrometer's builders make, and nobody would ever see it. So they have no help text; wildfly-config/README.md says what each of them is.
 */
public final class Metrics implements Tally {

    /** The upper bounds of the buckets of the delivery time. */
    private static final long[] BUCKETS = {1, 5, 10, 50, 100, 250, 1000, 5000, Long.MAX_VALUE};
    private static final double MILLIS = 1000;

    private final MeterRegistry registry;
    private final Map<What, Counter> counters = new EnumMap<>(What.class);
    private final Map<Verdict, Counter> payments = new EnumMap<>(Verdict.class);
    private final Map<almenara.nodes.Verdict, Counter> visits = new EnumMap<>(almenara.nodes.Verdict.class);
    private final DhtMeters dht;
    private final Map<String, Counter> frames = new ConcurrentHashMap<>();
    /** What gauges read: a registry forgets what nobody else holds. */
    private final List<IntSupplier> watched = new CopyOnWriteArrayList<>();
    private final Timer delivery;
    private final LongAdder[] buckets = IntStream.range(0, BUCKETS.length).mapToObj(bucket -> new LongAdder()).toArray(LongAdder[]::new);

    public Metrics(MeterRegistry registry) {
        this.registry = registry;
        this.dht = new DhtMeters(registry);
        for (What what : What.values()) {
            counters.put(what, registry.counter("almenara." + what.name().toLowerCase(Locale.ROOT).replace('_', '.')));
        }
        for (Verdict verdict : Verdict.values()) {
            payments.put(verdict, registry.counter("almenara.payment", "verdict", verdict.wire()));
        }
        for (almenara.nodes.Verdict verdict : almenara.nodes.Verdict.values()) {
            visits.put(verdict, registry.counter("almenara.visit", "verdict", verdict.wire()));
        }
        delivery = registry.timer("almenara.delivery");
        for (int bucket = 0; bucket < BUCKETS.length; bucket++) {
            int last = bucket;
            String bound = BUCKETS[bucket] == Long.MAX_VALUE ? "+Inf" : Double.toString(BUCKETS[bucket] / MILLIS);
            registry.gauge("almenara.delivery.bucket", Tags.of("le", bound), this, metrics -> metrics.deliveredUpTo(last));
        }
    }

    /** A histogram as Prometheus reads it: how many took less than that. */
    private double deliveredUpTo(int last) {
        return IntStream.rangeClosed(0, last).mapToLong(bucket -> buckets[bucket].sum()).sum();
    }

    /** Adds what is read when it is asked for: the connections of this node and its price (0: none), the rooms and members of the cluster. */
    public void watch(Rooms rooms, Connections connections, Signaling signaling) {
        registry.gauge("almenara.connections", Tags.empty(), connections, Connections::size);
        registry.gauge("almenara.effort", Tags.empty(), signaling, each -> each.price().map(Event.Price::effort).orElse(0L));
        registry.gauge("almenara.rooms", Tags.empty(), rooms, Rooms::size);
        registry.gauge("almenara.members", Tags.empty(), rooms, each -> each.census().population());
    }

    /** Adds the nodes of the mesh: those that were heard of, by whom first, and those that are listed. */
    public void watch(Mesh mesh) {
        registry.gauge("almenara.nodes.known", Tags.empty(), mesh, each -> each.figures().known());
        for (Source source : Source.values()) {
            registry.gauge("almenara.nodes.heard", Tags.of("source", source.wire()), mesh, each -> each.figures().heard().getOrDefault(source, 0L));
        }
        registry.gauge("almenara.nodes.listed", Tags.empty(), mesh, each -> each.figures().listed().size());
    }

    /** What there is to tell of the DHT. */
    public DhtMeters dht() {
        return dht;
    }

    /** A visit to another node has come to this. */
    public void visited(almenara.nodes.Verdict verdict) {
        visits.get(verdict).increment();
    }

    /** Adds a dialect: its connections here. */
    public void watchDialect(String dialect, IntSupplier connections) {
        watch("almenara.dialect.connections", Tags.of("dialect", dialect), connections);
        for (Hearing hearing : Hearing.values()) {
            frames.put(dialect + ' ' + hearing, registry.counter("almenara.dialect.frame", "dialect", dialect, "outcome", hearing.wire()));
        }
    }

    /** A frame of a client of that dialect has come to this. */
    public void heard(String dialect, Hearing hearing) {
        frames.get(dialect + ' ' + hearing).increment();
    }

    /** Adds how many entries of the cluster's tables this node could not read. */
    public void watchUnreadable(IntSupplier unreadable) {
        watch("almenara.unreadable", Tags.empty(), unreadable);
    }

    private void watch(String name, Tags tags, IntSupplier value) {
        watched.add(value);
        registry.gauge(name, tags, value, IntSupplier::getAsInt);
    }

    @Override
    public void count(What what) {
        counters.get(what).increment();
    }

    @Override
    public void paid(Verdict verdict) {
        payments.get(verdict).increment();
    }

    @Override
    public void delivered(long nanos) {
        delivery.record(nanos, TimeUnit.NANOSECONDS);
        int bucket = 0;
        while (TimeUnit.NANOSECONDS.toMillis(nanos) >= BUCKETS[bucket]) {
            bucket++;
        }
        buckets[bucket].increment();
    }

    long counted(What what) {
        return (long) counters.get(what).count();
    }

    /** Takes the meters out again: the registry outlives the deployment. */
    public void close() {
        registry.getMeters().stream().filter(meter -> meter.getId().getName().startsWith("almenara.")).forEach(registry::remove);
    }
}
