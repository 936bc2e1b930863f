package almenara.ops;

import almenara.rooms.Rooms;
import almenara.signaling.Tally;
import almenara.transport.Connections;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The counters of the node, as Micrometer meters named {@code almenara.*}. */
public final class Metrics implements Tally {

    /** Buckets rather than percentiles: those need a library that the server's module does not have. */
    private static final Duration[] BUCKETS = Stream.of(1, 5, 10, 50, 100, 250, 1000, 5000).map(Duration::ofMillis).toArray(Duration[]::new);

    private final MeterRegistry registry;
    private final Map<What, Counter> counters = new EnumMap<>(What.class);
    private final Timer delivery;

    public Metrics(MeterRegistry registry) {
        this.registry = registry;
        for (What what : What.values()) {
            counters.put(what, Counter.builder("almenara." + what.name().toLowerCase(Locale.ROOT).replace('_', '.')).register(registry));
        }
        delivery = Timer.builder("almenara.delivery").description("from the room to the socket")
                .serviceLevelObjectives(BUCKETS).register(registry);
    }

    /** Adds what is read when it is asked for. */
    public void watch(Rooms rooms, Connections connections) {
        Gauge.builder("almenara.connections", connections, Connections::size).description("of this node").register(registry);
        Gauge.builder("almenara.rooms", rooms, Rooms::size).description("of the cluster").register(registry);
        Gauge.builder("almenara.members", rooms, Rooms::population).description("of the cluster's rooms").register(registry);
    }

    @Override
    public void count(What what) {
        counters.get(what).increment();
    }

    @Override
    public void delivered(long nanos) {
        delivery.record(nanos, TimeUnit.NANOSECONDS);
    }

    long counted(What what) {
        return (long) counters.get(what).count();
    }

    /** Takes the meters out again: the registry outlives the deployment. */
    public void close() {
        registry.getMeters().stream().filter(meter -> meter.getId().getName().startsWith("almenara.")).forEach(registry::remove);
    }
}
