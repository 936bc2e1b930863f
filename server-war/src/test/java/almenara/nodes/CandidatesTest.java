package almenara.nodes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CandidatesTest {

    private static final NodeUrl SEED = World.url("https://seed.example/");
    private static final NodeUrl ONE = World.url("https://one.example/");
    private static final long MINUTE = 60_000;

    private final Candidates candidates = new Candidates(new Rules(Set.of(SEED), new Reach(List.of(), Set.of(443)), World.BOUNDS, World.TIMES), new Random(4));

    private static NodeUrl numbered(int number) {
        return World.url("https://n" + number + ".example/");
    }

    @Test
    void whatWasTakenComesAgainAfterAMinuteAndNotSooner() {
        candidates.add(ONE, Source.NODE, 0);
        assertEquals(List.of(ONE), candidates.take(4, 0));
        candidates.add(ONE, Source.NODE, 0);
        assertEquals(List.of(), candidates.take(4, MINUTE - 1));
        assertEquals(List.of(ONE), candidates.take(4, MINUTE));
    }

    private long failing(NodeUrl url, List<Integer> waits) {
        long now = 0;
        for (int minutes : waits) {
            assertEquals(List.of(url), candidates.take(4, now));
            candidates.visited(url, Verdict.UNREACHABLE, now);
            now += minutes * MINUTE;
            assertEquals(List.of(), candidates.take(4, now - 1));
        }
        return now;
    }

    @Test
    void whatFailsWaitsTwiceAsLongEachTimeAndIsForgottenAfterFiveFailures() {
        candidates.add(ONE, Source.NODE, 0);
        long now = failing(ONE, List.of(1, 2, 4, 8));
        assertEquals(List.of(ONE), candidates.take(4, now));
        candidates.visited(ONE, Verdict.UNREACHABLE, now);
        assertFalse(candidates.has(ONE));
        assertEquals(0, candidates.heard().all());
    }

    @Test
    void aSeedThatFailsIsVisitedEveryHalfHourOrSoForEver() {
        candidates.add(SEED, Source.NODE, 0);
        failing(SEED, List.of(1, 2, 4, 8, 16, 32, 32, 32));
        assertTrue(candidates.has(SEED));
    }

    @Test
    void whatWasListedIsForgottenAfterSevenFailures() {
        candidates.addListed(ONE, 0);
        long now = failing(ONE, List.of(1, 2, 4, 8, 16, 32));
        assertEquals(List.of(ONE), candidates.take(4, now));
        candidates.visited(ONE, Verdict.UNREACHABLE, now);
        assertFalse(candidates.has(ONE));
    }

    @Test
    void oneAfterFailuresIsAsNewAsAnyOther() {
        candidates.add(ONE, Source.NODE, 0);
        long now = failing(ONE, List.of(1, 2, 4, 8));
        candidates.take(4, now);
        candidates.visited(ONE, Verdict.VERIFIED, now);
        candidates.visited(ONE, Verdict.MALFORMED, now);
        assertEquals(List.of(ONE), candidates.take(4, now + MINUTE));
        assertTrue(candidates.has(ONE));
    }

    @Test
    void whatIsListedIsVisitedAgainInTimeAndBeforeAllOthers() {
        candidates.add(ONE, Source.NODE, 0);
        candidates.take(1, 0);
        candidates.visited(ONE, Verdict.VERIFIED, 0);
        assertEquals(List.of(), candidates.take(1, Duration.ofMinutes(9).toMillis() - 1));
        for (int i = 0; i < 1000; i++) {
            candidates.add(numbered(i), Source.NODE, 0);
        }
        assertEquals(List.of(ONE), candidates.take(1, Duration.ofMinutes(10).toMillis()));
    }

    @Test
    void theMemoryHasABoundWithinWhichSeedsAndListedNodesKeepTheirPlaces() {
        candidates.add(SEED, Source.NODE, 0);
        candidates.addListed(ONE, 0);
        for (int i = 0; i < 3 * Candidates.MOST; i++) {
            candidates.add(numbered(i), Source.NODE, 0);
        }
        assertEquals(Candidates.MOST, candidates.heard().all());
        List<NodeUrl> all = candidates.take(Candidates.MOST, 0);
        assertEquals(Set.of(SEED, ONE), Set.copyOf(all.subList(0, 2)), "and come first");
    }

    @Test
    void whatHasFailedMakesRoomFirst() {
        for (int i = 0; i < Candidates.MOST; i++) {
            candidates.add(numbered(i), Source.NODE, 0);
        }
        candidates.take(Candidates.MOST, 0);
        candidates.visited(numbered(7), Verdict.MALFORMED, 0);
        candidates.add(ONE, Source.NODE, 0);
        candidates.visited(numbered(7), Verdict.VERIFIED, 0);
        assertEquals(List.of(ONE), candidates.take(Candidates.MOST, 0), "number 7 has gone, and nobody else");
        assertEquals(Candidates.MOST, candidates.heard().all());
    }

    @Test
    void whoWasHeardOfFirstIsRememberedWithTheUrl() {
        candidates.add(ONE, Source.DHT, 0);
        candidates.add(ONE, Source.ANNOUNCEMENT, 0);
        candidates.add(SEED, Source.SEED, 0);
        candidates.addListed(numbered(1), 0);
        Heard all = new Heard(Map.of(Source.DHT, 1L, Source.SEED, 1L, Source.CLUSTER, 1L));
        assertEquals(all, candidates.heard());
        candidates.take(3, 0);
        candidates.visited(ONE, Verdict.VERIFIED, 0);
        candidates.visited(SEED, Verdict.UNREACHABLE, 0);
        assertEquals(all, candidates.heard());
        assertEquals(3, all.all());
    }
}
