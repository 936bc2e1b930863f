package almenara.nodes;

import almenara.tables.Table;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/** The nodes that have proved their keys lately, shared in the cluster: one entry for a key and for a URL, a bounded number for a network and for all. */
final class Known {

    static final String PREFIX = "node/";
    /** Nodes that are looked for in a directory at a time. */
    static final int LOST = 4;
    /** How long after its turn a node that was not seen counts as lost. */
    private static final Duration LATE = Duration.ofMinutes(1);
    private static final long SECOND = 1000;

    private final Table table;
    private final Rules rules;
    private final Clock clock;
    private final RandomGenerator random;
    private volatile Map<String, Sighting> nodes = new ConcurrentHashMap<>();
    private final ReentrantLock adding = new ReentrantLock();

    Known(Table table, Rules rules, Clock clock, RandomGenerator random) {
        this.table = table;
        this.rules = rules;
        this.clock = clock;
        this.random = random;
    }

    void stored(String name, Sighting sighting) {
        nodes.put(name, sighting);
    }

    /** These are all that the cluster has now. */
    void reset(Map<String, Sighting> fresh) {
        nodes = new ConcurrentHashMap<>(fresh);
    }

    void gone(String name) {
        nodes.remove(name);
    }

    /** Those that may be told of now. */
    List<Sighting> listed() {
        return nodes.values().stream().filter(this::isListed).toList();
    }

    private boolean isListed(Sighting sighting) {
        long now = clock.millis();
        return sighting.seen() + rules.times().seen().toMillis() > now && (sighting.record().content().expiry() + NodeRecord.SKEW.toSeconds()) * SECOND > now;
    }

    Optional<Sighting> at(NodeUrl url) {
        return nodes.values().stream().filter(each -> each.url().equals(url)).findFirst();
    }

    /** Lists the node, or says why not. Of two records of a URL the newer one counts, whichever was shown last: servers of one cluster may differ for a moment. */
    Verdict add(Sighting seen) {
        adding.lock();
        try {
            String name = seen.record().item().name();
            Sighting before = nodes.get(name);
            boolean older = before != null && before.record().item().seq() > seen.record().item().seq();
            if (older && !before.url().equals(seen.url())) {
                return Verdict.EXPIRED;
            }
            Sighting fresh = older ? new Sighting(before.record(), seen.network(), seen.effort(), seen.seen()) : seen;
            nodes.values().stream().filter(each -> each.url().equals(fresh.url()) && !each.record().item().name().equals(name)).toList().forEach(this::drop);
            List<Sighting> others = listed().stream().filter(each -> !each.record().item().name().equals(name)).toList();
            if (!hasRoom(others, fresh.network())) {
                return Verdict.CROWDED;
            }
            table.put(PREFIX + name, fresh.text(), rules.times().seen());
            nodes.put(name, fresh);
            return Verdict.VERIFIED;
        } finally {
            adding.unlock();
        }
    }

    /** Where all places are taken, the network that has most of them gives one to a network that has fewer, so that a crowd from few networks never fills the table. */
    private boolean hasRoom(Collection<Sighting> others, String network) {
        Map<String, List<Sighting>> networks = others.stream().collect(Collectors.groupingBy(Sighting::network));
        int beside = networks.getOrDefault(network, List.of()).size();
        if (beside >= rules.bounds().network() || others.size() < rules.bounds().nodes()) {
            return beside < rules.bounds().network();
        }
        List<Sighting> crowd = networks.values().stream().max((one, two) -> Integer.compare(one.size(), two.size())).orElse(List.of());
        if (crowd.size() <= beside + 1) {
            return false;
        }
        drop(crowd.get(random.nextInt(crowd.size())));
        return true;
    }

    void drop(Sighting sighting) {
        String name = sighting.record().item().name();
        nodes.remove(name);
        table.remove(PREFIX + name, sighting.text());
    }

    /** Keys of listed nodes whose visits fail: some of them, by chance. They may be somewhere else by now. */
    List<byte[]> lost() {
        List<byte[]> lost = new ArrayList<>(listed().stream().filter(each -> untilVisit(each).plus(LATE).isNegative()).map(each -> each.record().item().key()).toList());
        Collections.shuffle(lost, Random.from(random));
        return List.copyOf(lost.subList(0, Math.min(LOST, lost.size())));
    }

    Duration untilVisit(Sighting sighting) {
        return Duration.ofMillis(sighting.seen() + rules.times().verify().toMillis() - clock.millis());
    }
}
