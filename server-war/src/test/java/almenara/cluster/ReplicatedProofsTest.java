package almenara.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;

import almenara.seal.Challenges;
import almenara.seal.Joiner;
import almenara.seal.Verdict;
import almenara.seal.Verifier;
import almenara.tables.Crowd;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.infinispan.configuration.cache.CacheMode;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;

/** Nodes that share a secret and a table, each with its own clock and chance. */
class ReplicatedProofsTest {

    private static final int NODES = 3;
    private static final byte[] SECRET = new byte[32];
    private static Grid grid;

    @BeforeAll
    static void start() {
        grid = new Grid(CacheMode.REPL_SYNC, NODES, Clock.systemUTC());
        IntStream.range(0, NODES).forEach(node -> grid.cache(node, "spent"));
    }

    @AfterAll
    static void stop() {
        grid.close();
    }

    private static Challenges challenges(int node) {
        return new Challenges(SECRET, List.of("node-" + node), Duration.ofSeconds(120), new Challenges.Means(Clock.systemUTC(), new Random(node)));
    }

    @RepeatedTest(10)
    void aProofIsTakenOnceHoweverManyNodesItIsShownAtTheSameMoment() throws Exception {
        Joiner joiner = new Joiner();
        String proof = joiner.prove(challenges(0).issue(""));
        Map<Verdict, Integer> found = new ConcurrentHashMap<>();
        Crowd.of(2 * NODES, thread -> {
            Verifier verifier = new Verifier(challenges(thread % NODES), grid.table(thread % NODES, "spent"));
            found.merge(verifier.verify(joiner.sealed(), proof).verdict(), 1, Integer::sum);
        });
        assertEquals(Map.of(Verdict.PROVEN, 1, Verdict.SPENT, 2 * NODES - 1), found);
    }
}
