package almenara.ops;

import almenara.dht.Figures;
import almenara.dht.krpc.Family;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** What the nodes of the DHT told of themselves last, as meters and for the status page. There are none while no node has told anything. */
public final class DhtMeters {

    private final MeterRegistry registry;
    private volatile Map<Family, Figures> last = Map.of();

    DhtMeters(MeterRegistry registry) {
        this.registry = registry;
    }

    /** Takes what the node of each family tells now. Calls come one after the other. */
    public void told(List<Figures> figures) {
        Map<Family, Figures> before = last;
        Map<Family, Figures> now = new EnumMap<>(Family.class);
        figures.forEach(each -> now.put(each.family(), each));
        last = now;
        now.forEach((family, each) -> {
            if (!before.containsKey(family)) {
                watch(family);
            }
            count(each, before.containsKey(family) ? before.get(family).traffic() : new Figures.Traffic(0, 0, 0));
        });
    }

    private void watch(Family family) {
        gauge("nodes", family, Figures::nodes);
        gauge("items", family, each -> each.kept().items());
        gauge("peers", family, each -> each.kept().peers());
        gauge("lookups", family, Figures::lookUps);
    }

    private void gauge(String name, Family family, ToDoubleFunction<Figures> value) {
        registry.gauge("almenara.dht." + name, Tags.of("family", name(family)), this, meters -> value.applyAsDouble(meters.last.get(family)));
    }

    private void count(Figures now, Figures.Traffic before) {
        String family = name(now.family());
        registry.counter("almenara.dht.query", "family", family, "direction", "in").increment(now.traffic().in() - before.in());
        registry.counter("almenara.dht.query", "family", family, "direction", "out").increment(now.traffic().out() - before.out());
        registry.counter("almenara.dht.unanswered", "family", family).increment(now.traffic().refused() - before.refused());
    }

    static String name(Family family) {
        return family.name().toLowerCase(Locale.ROOT);
    }

    Collection<Figures> figures() {
        return last.values();
    }
}
