package almenara.nodes;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * The URLs that are to be visited, and when. Whatever is heard of waits its turn; what fails waits longer each time, from a minute to an hour. Listed nodes
 * come first, so that no flood of invented ones keeps them from being seen again.
 */
final class Candidates {

    /** URLs that are remembered; beyond, what has failed most makes room, then any that was not visited yet. */
    static final int MOST = 4096;
    private static final long MINUTE = Duration.ofMinutes(1).toMillis();
    private static final int DOUBLINGS = 6;
    private static final double SPREAD = 0.1;

    private final Map<NodeUrl, Trial> trials = new HashMap<>();
    private final Set<NodeUrl> seeds;
    private final Duration verify;
    private final RandomGenerator random;

    private record Trial(long due, int failures, boolean listed) {
    }

    Candidates(Rules rules, RandomGenerator random) {
        this.seeds = rules.seeds();
        this.verify = rules.times().verify();
        this.random = random;
    }

    synchronized int size() {
        return trials.size();
    }

    /** A URL that was heard of, to be visited from that time on; one that is there already keeps its turn. */
    synchronized void add(NodeUrl url, long due) {
        offer(url, new Trial(due, 0, false));
    }

    /** A URL of a listed node that this server may not have visited itself. */
    synchronized void addListed(NodeUrl url, long due) {
        offer(url, new Trial(due, 0, true));
    }

    private void offer(NodeUrl url, Trial trial) {
        if (!trials.containsKey(url) && (trials.size() < MOST || makeRoom() || seeds.contains(url))) {
            trials.put(url, trial);
        }
    }

    /** One of those that have failed most often goes, each of them as likely as the others. */
    private boolean makeRoom() {
        Optional<NodeUrl> victim = Optional.empty();
        int most = 0;
        int alike = 0;
        for (Map.Entry<NodeUrl, Trial> each : trials.entrySet()) {
            int failures = each.getValue().failures();
            if (each.getValue().listed() || seeds.contains(each.getKey()) || failures < most) {
                continue;
            }
            alike = failures > most ? 1 : alike + 1;
            most = failures;
            if (random.nextInt(alike) == 0) {
                victim = Optional.of(each.getKey());
            }
        }
        return victim.map(trials::remove).isPresent();
    }

    synchronized boolean has(NodeUrl url) {
        return trials.containsKey(url);
    }

    /** Some whose turn it is: listed ones, then the rest in random order. None of them comes again within a minute. */
    synchronized List<NodeUrl> take(int most, long now) {
        List<NodeUrl> due = new ArrayList<>(trials.entrySet().stream().filter(each -> each.getValue().due() <= now).map(Map.Entry::getKey).toList());
        Collections.shuffle(due, Random.from(random));
        due.sort(Comparator.comparing(url -> !trials.get(url).listed()));
        List<NodeUrl> taken = List.copyOf(due.subList(0, Math.min(most, due.size())));
        taken.forEach(url -> trials.computeIfPresent(url, (each, trial) -> new Trial(now + MINUTE, trial.failures(), trial.listed())));
        return taken;
    }

    /** What came of a visit. */
    synchronized void visited(NodeUrl url, Verdict verdict, long now) {
        trials.computeIfPresent(url, (each, trial) -> switch (verdict) {
            case VERIFIED -> new Trial(now + Math.round(verify.toMillis() * (1 - SPREAD * random.nextDouble())), 0, true);
            case TOO_SOON -> new Trial(now + MINUTE, trial.failures(), trial.listed());
            case UNREACHABLE -> failed(trial, now, trial.listed() && trial.failures() < DOUBLINGS);
            default -> failed(trial, now, false);
        });
    }

    private static Trial failed(Trial trial, long now, boolean listed) {
        int failures = Math.min(trial.failures() + 1, DOUBLINGS);
        return new Trial(now + Math.min(MINUTE << failures - 1, Duration.ofHours(1).toMillis()), failures, listed);
    }
}
