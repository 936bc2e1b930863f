package almenara.faults;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A cluster of two, of which neither half is the greater one. */
class HalvesIT {

    private static final Duration SPLIT = Duration.ofSeconds(20);
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int ONE = 0;
    private static final int OTHER = 1;

    private static boolean areApart(Cluster cluster) {
        return cluster.nodes().stream().allMatch(node -> node.sees(1));
    }

    private static boolean areUsed(Trial trial, long since) {
        History history = trial.crowd().history();
        return history.takes(trial.hit(), since) && history.takes(trial.spared(), since);
    }

    /** While the link is down both halves come to serve alone, and take signals. */
    private static void split(Cluster cluster, Trial trial) {
        long down = System.nanoTime();
        Fault.during(new Fault.Isolation(cluster.network(), cluster.node(OTHER)), SPLIT, () -> {
            Await.until("each node serves alone", PATIENCE, () -> areApart(cluster));
            trial.tell("both halves serve after ms", Duration.ofNanos(System.nanoTime() - down).toMillis());
            long apart = System.nanoTime();
            Await.until("what is published from now on is acknowledged at both halves", PATIENCE, () -> areUsed(trial, apart));
        });
    }

    @Test
    void whenTwoNodesLoseSightOfEachOtherBothGoOnAndWhenTheyMeetEverybodyIsToldToStartAnew() {
        try (Cluster cluster = Cluster.start(2)) {
            assumeTrue(cluster.network().canCut(), "no network namespaces: links cannot be taken away");
            try (Trial trial = new Trial("split of two for 20 s", Size.ofBuild(), cluster.addresses(), OTHER)) {
                Figures figures = trial.strikes();
                split(cluster, trial);
                long healed = System.nanoTime();
                List<Integer> all = new ArrayList<>(trial.hit());
                all.addAll(trial.spared());
                Figures since = trial.crowd().since(healed);
                Await.until("all have a new roster", PATIENCE, () -> since.told(all) == all.size());
                long converged = System.nanoTime() - healed;
                cluster.awaitWhole();
                trial.tell("all are told to start anew after ms", Duration.ofNanos(converged).toMillis());
                trial.calm();

                List<Finding> findings = trial.crowd().findings(Crowd.SETTLING, events -> new Halves(events, healed).findings(trial.crowd().whoStayedAt(ONE), trial.crowd().whoStayedAt(OTHER)));
                trial.tell("acknowledged after ms p50/p99/most", figures.acknowledged(all)).expectNone(findings);
                trial.expectWithin(Duration.ofSeconds(10), converged, "starting anew together");
            }
        }
    }
}
