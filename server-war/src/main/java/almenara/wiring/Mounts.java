package almenara.wiring;

import almenara.dialects.Dialect;
import almenara.dialects.JsonLimits;
import almenara.dialects.Matchbox;
import almenara.dialects.PeerJs;
import almenara.dialects.Roll;
import almenara.dialects.Tracker;
import almenara.dialects.Trystero;
import almenara.dialects.WebrtcStar;
import almenara.dialects.YWebrtc;
import almenara.limits.Rate;
import almenara.ops.Metrics;
import almenara.rooms.Census;
import almenara.rooms.Rooms;
import almenara.signaling.Signaling;
import almenara.transport.Addresses;
import almenara.transport.Mount;
import almenara.transport.Places;
import almenara.transport.Surge;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The dialects that this node speaks, each at its path, with one door for all of them: they pay nothing, and are bounded by their addresses instead. */
final class Mounts {

    private final Settings.Dialects settings;
    private final Signaling signaling;
    private final Rate rate;
    private final Places places;
    private final Surge surge;
    private final Metrics metrics;
    private final List<Mount> all = new ArrayList<>();

    Mounts(Settings.Dialects settings, Signaling.Core core, JsonLimits json, Means means) {
        this.settings = settings;
        this.metrics = means.metrics();
        this.signaling = new Signaling(core.free(), new Signaling.Rules(settings.rooms(), false, Integer.MAX_VALUE, false), metrics);
        this.rate = Rate.aMinute(settings.frames(), means.random());
        this.places = new Places(settings.connections(), settings.addressConnections());
        this.surge = new Surge(core.toll()::rise, settings.priceFactor());
        add(settings.paths().yWebrtc(), new YWebrtc(json, settings.rooms()));
        add(settings.paths().peerJs(), new PeerJs(json, settings.absent(), means.random(), new Roll(settings.listed(), core.rooms()::named, System::nanoTime)));
        add(settings.paths().trystero(), new Trystero(json));
        add(settings.paths().matchbox(), new Matchbox(json));
        add(settings.paths().tracker(), new Tracker(json, settings.tracker(), figures(core.rooms()), means.random()));
        add(settings.paths().star(), new WebrtcStar(json, settings.star(), means.random()));
    }

    /** Who counts, and chance. */
    record Means(Metrics metrics, RandomGenerator random) {
    }

    private static Tracker.Figures figures(Rooms rooms) {
        return new Tracker.Figures(() -> sights(rooms.census()), System::nanoTime);
    }

    private static Stream<Tracker.Sight> sights(Census census) {
        return census.named().map(member -> new Tracker.Sight(member.room(), member.name(), Addresses.isV6(member.prefix())));
    }

    private void add(Optional<String> path, Dialect dialect) {
        add(path.stream().toList(), dialect);
    }

    private void add(List<String> paths, Dialect dialect) {
        if (!paths.isEmpty()) {
            Mount.Bounds bounds = new Mount.Bounds(places, rate, System::nanoTime, surge, settings.waiting(), settings.faults());
            all.add(new Mount(paths, dialect, signaling, bounds, hearing -> metrics.heard(dialect.name(), hearing)));
            metrics.watchDialect(dialect.name(), () -> places.size(dialect.name()));
        }
    }

    /** The path of each dialect, by its name. */
    Map<String, String> paths() {
        return all.stream().collect(Collectors.toMap(mount -> mount.dialect().name(), Mount::path, (one, other) -> one, TreeMap::new));
    }

    List<Mount> all() {
        return List.copyOf(all);
    }
}
