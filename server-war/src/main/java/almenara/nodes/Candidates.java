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
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The URLs that are to be visited, and when. Whatever is heard of waits its turn; what fails waits longer each time, from a minute to half an hour or so, and is
 * forgotten after five failures in a row. Seeds are not forgotten, listed nodes after seven; both come first, so that no flood of invented ones keeps them from
 * being seen again.
 */
final class Candidates {

    /** URLs that are remembered; beyond, what has failed most makes room, then any that was not visited yet. */
    static final int MOST = 4096;
    /** Failures in a row after which a URL that is not listed is forgotten. */
    static final int FAILURES = 5;
    private static final long MINUTE = Duration.ofMinutes(1).toMillis();
    private static final int DOUBLINGS = 6;
    private static final double SPREAD = 0.1;

    private final Map<NodeUrl, Trial> trials = new HashMap<>();
    /** Those that make room, by their failures. */
    private final List<Urn<NodeUrl>> least = IntStream.range(0, FAILURES).mapToObj(each -> new Urn<NodeUrl>()).toList();
    private final Set<NodeUrl> seeds;
    private final Duration verify;
    private final RandomGenerator random;

    private record Trial(long due, int failures, boolean listed, Source source) {
    }

    Candidates(Rules rules, RandomGenerator random) {
        this.seeds = rules.seeds();
        this.verify = rules.times().verify();
        this.random = random;
    }

    synchronized Heard heard() {
        return new Heard(trials.values().stream().collect(Collectors.groupingBy(Trial::source, Collectors.counting())));
    }

    /** A URL that was heard of, to be visited from that time on; one that is there already keeps its turn. */
    synchronized void add(NodeUrl url, Source source, long due) {
        offer(url, new Trial(due, 0, false, source));
    }

    /** A URL of a listed node that this server may not have visited itself. */
    synchronized void addListed(NodeUrl url, long due) {
        offer(url, new Trial(due, 0, true, Source.CLUSTER));
    }

    private void offer(NodeUrl url, Trial trial) {
        if (!trials.containsKey(url) && (trials.size() < MOST || makeRoom() || seeds.contains(url))) {
            set(url, trial);
        }
    }

    /** One of those that have failed most often goes, each of them as likely as the others. */
    private boolean makeRoom() {
        Optional<Urn<NodeUrl>> most = least.reversed().stream().filter(urn -> !urn.isEmpty()).findFirst();
        most.map(urn -> urn.draw(random)).ifPresent(this::forget);
        return most.isPresent();
    }

    private void set(NodeUrl url, Trial trial) {
        forget(url);
        boolean stays = trial.listed() || seeds.contains(url);
        if (!stays && trial.failures() < FAILURES) {
            least.get(trial.failures()).add(url);
        }
        if (stays || trial.failures() < FAILURES) {
            trials.put(url, trial);
        }
    }

    private void forget(NodeUrl url) {
        trials.remove(url);
        least.forEach(urn -> urn.remove(url));
    }

    synchronized boolean has(NodeUrl url) {
        return trials.containsKey(url);
    }

    /** Some whose turn it is: seeds and listed ones, then the rest in random order. None of them comes again within a minute. */
    synchronized List<NodeUrl> take(int most, long now) {
        List<NodeUrl> due = new ArrayList<>(trials.entrySet().stream().filter(each -> each.getValue().due() <= now).map(Map.Entry::getKey).toList());
        Collections.shuffle(due, Random.from(random));
        due.sort(Comparator.comparing(url -> !trials.get(url).listed() && !seeds.contains(url)));
        List<NodeUrl> taken = List.copyOf(due.subList(0, Math.min(most, due.size())));
        taken.forEach(url -> trials.computeIfPresent(url, (each, trial) -> new Trial(now + MINUTE, trial.failures(), trial.listed(), trial.source())));
        return taken;
    }

    /** What came of a visit. */
    synchronized void visited(NodeUrl url, Verdict verdict, long now) {
        Optional.ofNullable(trials.get(url)).ifPresent(trial -> set(url, switch (verdict) {
            case VERIFIED -> new Trial(now + Math.round(verify.toMillis() * (1 - SPREAD * random.nextDouble())), 0, true, trial.source());
            case UNREACHABLE, TOO_SOON -> failed(trial, now, trial.listed() && trial.failures() < DOUBLINGS);
            default -> failed(trial, now, false);
        }));
    }

    private static Trial failed(Trial trial, long now, boolean listed) {
        int failures = Math.min(trial.failures() + 1, DOUBLINGS);
        return new Trial(now + (MINUTE << failures - 1), failures, listed, trial.source());
    }
}
