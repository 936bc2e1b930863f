package almenara.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * A cluster of three nodes under load, and everything that happens to one of them. The figures are those of docs/reliability.md. Each test finds the cluster whole,
 * and can be run alone; in their order they have the fewest nodes to start.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class FaultsIT {

    private static final Size SIZE = Size.ofBuild();
    private static final Duration SPLIT = Duration.ofSeconds(20);
    private static final Duration HANG = Duration.ofSeconds(15);
    private static final Duration STEP = Duration.ofHours(1);
    private static final Duration STEPPED = Duration.ofSeconds(15);
    /** Shorter than a client waits for a sign of life (25 s): nobody gives the node up, all that is held back has to arrive. */
    private static final Duration HOLE = Duration.ofSeconds(8);
    private static final Duration LATE = Duration.ofMillis(100);
    /** Bytes a second: hardly more than what a room says, so that queues grow, and a signal takes a quarter of a second up and another one down. */
    private static final long NARROW = 400;
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    /** So many lines of a kind that would come by the thousand. */
    private static final int FEW = 10;
    /** The oldest node, which leads the cluster until it goes, or two parts have met. */
    private static final int LEADER = 0;
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

    private static Trial trial(String name, int node) {
        return new Trial(name, SIZE, cluster.addresses(), node);
    }

    private static long millisSince(long moment) {
        return Duration.ofNanos(System.nanoTime() - moment).toMillis();
    }

    @Test
    @Order(1)
    void whenOneOfThreeNodesIsKilledNothingIsLostDoubledOrOvertakenAndItsClientsComeBackElsewhere() {
        try (Trial trial = trial("kill -9 of one of three", LEADER)) {
            Figures figures = trial.strikes();
            new Fault.Crash(cluster.node(LEADER)).strike();
            trial.crowd().awaitSettled("the clients of the killed node are elsewhere", trial.hit());
            trial.calm();

            List<Finding> findings = trial.crowd().findings();
            trial.tellBack();
            trial.tellOthers();
            trial.expectContinuity(findings);
            assertEquals(trial.hit().size(), figures.recovered(trial.hit()));
            trial.expectWithin(Duration.ofSeconds(3), figures.back(trial.hit()).at(99), "99 % of the way back");
            trial.expectWithin(Duration.ofSeconds(10), figures.back(trial.hit()).most(), "the way back");
            trial.expectWithin(Duration.ofMillis(1500), figures.silence(trial.spared()).most(), "the longest silence");
        }
    }

    @Test
    @Order(3)
    void whenAllNodesAreRestartedOneAfterTheOtherNobodyMissesAnything() {
        try (Trial trial = trial("rolling restart of three", VICTIM)) {
            trial.strikes();
            for (Node node : cluster.nodes()) {
                long told = System.nanoTime();
                Fault restart = new Fault.Restart(node);
                restart.strike();
                trial.tell("down after ms", millisSince(told));
                restart.end();
                cluster.awaitWhole();
                trial.tell("up after ms", millisSince(told));
                trial.calm();
            }
            trial.crowd().awaitSettled("those who stay are there", trial.hit());

            List<Finding> findings = trial.crowd().findings();
            trial.tellOthers();
            trial.expectContinuity(findings);
        }
    }

    @Test
    @Order(4)
    void whenTheLinkOfOneNodeIsDownItRefusesAndTheOthersGoOnAndAllServeAgainWhenItIsUp() {
        assumeTrue(cluster.network().canCut(), "no network namespaces: links cannot be taken away");
        try (Trial trial = trial("split of three in two and one for 20 s", LEADER)) {
            Figures figures = trial.strikes();
            long moment = System.nanoTime();
            Node alone = cluster.node(LEADER);
            Fault.during(new Fault.Isolation(cluster.network(), alone), SPLIT, () -> {
                Await.until("the node that is alone refuses", PATIENCE, () -> !alone.status().getBoolean("serving", true));
                trial.tell("the one refuses after ms", millisSince(moment));
                trial.expectWithin(Duration.ofSeconds(7), System.nanoTime() - moment, "refusing");
            });
            long healed = System.nanoTime();
            cluster.awaitWhole();
            trial.tell("all serve after healing ms", millisSince(healed));
            trial.expectWithin(Duration.ofSeconds(10), System.nanoTime() - healed, "full service");
            List<String> ends = alone.logged("RemoveExpiredCommand");
            assertTrue(ends.size() < FEW, () -> "each entry whose life ended is a stack trace: " + ends.getFirst());
            trial.calm();

            List<Finding> findings = trial.crowd().findings();
            trial.tellBack();
            trial.tellOthers();
            trial.expectContinuity(findings);
            assertEquals(trial.hit().size(), figures.recovered(trial.hit()));
        }
    }

    @Test
    @Order(5)
    void whenANodeHangsTheOthersGoOnAndItTakesEverythingFromThemWhenItIsBack() {
        try (Trial trial = trial("one of three hangs for 15 s", LEADER)) {
            Figures figures = trial.strikes();
            Fault.during(new Fault.Hang(cluster.node(LEADER)), HANG, () -> {
                long hung = System.nanoTime();
                Await.until("a signal that one of the others publishes from now on is acknowledged", PATIENCE, () -> trial.crowd().history().takes(trial.spared(), hung));
            });
            long back = System.nanoTime();
            cluster.awaitWhole();
            trial.tell("all serve after it is back ms", millisSince(back));
            trial.crowd().awaitSettled("those who were at the node are back", trial.hit());
            trial.calm();

            List<Finding> findings = trial.crowd().findings();
            trial.tellBack();
            trial.tellOthers();
            trial.tellGaps().expectNone(findings);
            assertEquals(0, figures.gaps(trial.spared()));
            trial.expectWithin(Duration.ofSeconds(6), figures.acknowledged(trial.spared()).most(), "an acknowledgement");
        }
    }

    @Test
    @Order(6)
    void whenAllConnectionsBreakAtOnceAllClientsAreBackAndHaveMissedNothing() {
        try (Trial trial = trial("reconnect storm", VICTIM)) {
            Figures figures = trial.strikes();
            trial.crowd().lose();
            trial.crowd().awaitSettled("all are back", trial.hit());
            trial.crowd().awaitSettled("all are back", trial.spared());
            trial.calm();

            List<Finding> findings = trial.crowd().findings();
            trial.tellBack();
            trial.tell("the others", figures.back(trial.spared())).tell("nothing missed", figures.recovered(trial.spared()));
            trial.expectContinuity(findings);
            assertEquals(trial.hit().size(), figures.recovered(trial.hit()));
            assertEquals(trial.spared().size(), figures.recovered(trial.spared()));
            trial.expectWithin(Duration.ofSeconds(15), Math.max(figures.back(trial.hit()).most(), figures.back(trial.spared()).most()), "the way back of all");
        }
    }

    @Test
    @Order(7)
    void whateverTheWaysToTheNodesAreLikeNobodyMissesAnythingSilently() throws IOException {
        try (Ways ways = new Ways(cluster.addresses()); Trial trial = new Trial("bad ways", SIZE.atMost(1000), ways.addresses(), VICTIM)) {
            trial.strikes();
            List<Integer> all = trial.crowd().residents(any -> true);
            long late = System.nanoTime();
            ways.set(Conditions.late(LATE, LATE));
            trial.calm();
            trial.expectDelay("late ways", late, all, LATE.multipliedBy(2));
            long narrow = System.nanoTime();
            ways.set(Conditions.narrow(NARROW));
            trial.calm();
            trial.calm();
            trial.expectDelay("narrow ways", narrow, all, LATE.multipliedBy(3));
            ways.set(Conditions.CLEAR);
            trial.calm();
            FaultProxy way = ways.all().get(VICTIM);
            long dark = System.nanoTime();
            Fault.during(new Fault.BlackHole(way), HOLE, () -> { });
            trial.calm();
            trial.expectDelay("hole", dark, trial.hit(), HOLE.dividedBy(8));
            for (Runnable harm : List.<Runnable>of(way::reset, way::endToClients, way::endToNode)) {
                harm.run();
                trial.calm();
            }
            trial.crowd().awaitSettled("those who went that way are back", trial.hit());

            List<Finding> findings = trial.crowd().findings();
            trial.tellBack();
            trial.tellOthers();
            trial.expectContinuity(findings);
        }
    }

    @Test
    @Order(8)
    void whenTheClockOfANodeIsPutForwardAndBackNobodyLosesASignalOrALease() {
        assumeTrue(cluster.clock().canStep(), "no libfaketime: clocks cannot be set");
        try (Trial trial = trial("clock of one of three an hour ahead for 15 s", VICTIM)) {
            trial.strikes();
            Node node = cluster.node(VICTIM);
            Duration most = STEP.minusMinutes(1);
            Fault.during(new Fault.ClockStep(cluster.clock(), STEP), STEPPED, () -> Await.until("the clock is ahead", PATIENCE, () -> node.ahead().compareTo(most) > 0));
            Await.until("the clock is right again", PATIENCE, () -> node.ahead().compareTo(most) < 0);
            trial.calm();
            trial.crowd().awaitSettled("those at the node are there", trial.hit());

            List<Finding> findings = trial.crowd().findings();
            trial.tellOthers();
            trial.expectContinuity(findings);
        }
    }
}
