package almenara.dialects;

import almenara.json.JsonFactories;
import jakarta.json.JsonObjectBuilder;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** How many torrents and peers the cluster has, as the reference server tells it: a peer of several torrents counts once. */
final class TrackerStats {

    /** A peer id that names its program, two letters, and the version, four characters (BEP 20). */
    private static final Pattern CLIENT = Pattern.compile("-([A-Za-z]{2})([0-9A-Za-z]{4})-.*", Pattern.DOTALL);

    private final Set<String> torrents = new HashSet<>();
    private final Map<String, Seen> peers = new HashMap<>();

    /** What a peer is in its torrents. */
    private record Seen(boolean seeder, boolean leecher, boolean isV6) {

        static Seen as(boolean complete, boolean isV6) {
            return new Seen(complete, !complete, isV6);
        }

        Seen and(Seen other) {
            return new Seen(seeder || other.seeder, leecher || other.leecher, isV6);
        }
    }

    private TrackerStats(Stream<Tracker.Sight> sights) {
        sights.forEach(sight -> TrackerName.parse(sight.name()).ifPresent(name -> {
            if (name.number() == 0) {
                torrents.add(sight.room());
            }
            peers.merge(name.peer(), Seen.as(name.complete(), sight.isV6()), Seen::and);
        }));
    }

    static String text(Stream<Tracker.Sight> sights) {
        return new TrackerStats(sights).text();
    }

    private String text() {
        return JsonFactories.BUILDERS.createObjectBuilder().add("torrents", torrents.size()).add("activeTorrents", torrents.size()).add("peersAll", peers.size())
                .add("peersSeederOnly", count(seen -> seen.seeder && !seen.leecher)).add("peersLeecherOnly", count(seen -> seen.leecher && !seen.seeder))
                .add("peersSeederAndLeecher", count(seen -> seen.seeder && seen.leecher)).add("peersIPv4", count(seen -> !seen.isV6))
                .add("peersIPv6", count(Seen::isV6)).add("clients", clients()).build().toString();
    }

    private long count(Predicate<Seen> which) {
        return peers.values().stream().filter(which).count();
    }

    private JsonObjectBuilder clients() {
        Map<String, Map<String, Integer>> clients = new TreeMap<>();
        for (String peer : peers.keySet()) {
            Matcher named = CLIENT.matcher(peer);
            if (named.matches()) {
                clients.computeIfAbsent(named.group(1), name -> new TreeMap<>()).merge(named.group(2), 1, Integer::sum);
            }
        }
        JsonObjectBuilder all = JsonFactories.BUILDERS.createObjectBuilder();
        clients.forEach((name, versions) -> {
            JsonObjectBuilder numbers = JsonFactories.BUILDERS.createObjectBuilder();
            versions.forEach(numbers::add);
            all.add(name, numbers);
        });
        return all;
    }
}
