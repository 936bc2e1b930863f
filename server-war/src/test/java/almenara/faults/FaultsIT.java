package almenara.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A cluster of three nodes under load, and what happens to them. The figures are those of docs/reliability.md. */
class FaultsIT {

    private static final Size SIZE = Size.ofBuild();
    /** Its clients are told from those of the others. */
    private static final int VICTIM = 2;

    private static Cluster cluster;

    @BeforeAll
    static void start() {
        cluster = Cluster.start(3);
    }

    @AfterAll
    static void stop() {
        if (cluster != null) {
            cluster.close();
        }
    }

    @BeforeEach
    void mend() {
        cluster.mend();
    }

    private static Trial trial(String name) {
        return new Trial(name, SIZE, cluster.addresses(), VICTIM);
    }

    private static long millisSince(long moment) {
        return Duration.ofNanos(System.nanoTime() - moment).toMillis();
    }

    private static void tellOthers(Trial trial, Figures figures) {
        trial.tell("longest silence of the others ms p50/p99/most", figures.silence(trial.spared()))
                .tell("their signals acknowledged after ms p50/p99/most", figures.acknowledged(trial.spared()));
    }

    @Test
    void whenAllNodesAreRestartedOneAfterTheOtherNobodyMissesAnything() {
        try (Trial trial = trial("rolling restart of three")) {
            Figures figures = trial.strikes();
            for (Node node : cluster.nodes()) {
                long told = System.nanoTime();
                Fault restart = new Fault.Restart(node);
                restart.strike();
                trial.tell("down after ms", millisSince(told));
                restart.end();
                cluster.awaitWhole();
                trial.calm();
            }
            trial.crowd().awaitSettled("those who stay are there", trial.hit());

            List<Finding> findings = trial.crowd().findings();
            tellOthers(trial, figures);
            trial.tell("gaps told", figures.gaps(trial.hit()) + figures.gaps(trial.spared())).expectNone(findings);
            assertEquals(0, figures.gaps(trial.hit()) + figures.gaps(trial.spared()));
        }
    }
}
