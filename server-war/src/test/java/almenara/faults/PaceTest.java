package almenara.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.util.PrimitiveIterator;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class PaceTest {

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    /** Chance that takes the greatest of what there is, then the least, and so on. */
    private static RandomGenerator alternating() {
        PrimitiveIterator.OfLong longs = LongStream.iterate(-1, last -> -1 - last).iterator();
        return longs::nextLong;
    }

    private static Pace pace() {
        return new Pace(alternating());
    }

    @Test
    void onAClearWayEverythingArrivesAtOnce() {
        Pace pace = pace();
        assertEquals(5, pace.due(5, 1000, Conditions.CLEAR));
        assertEquals(6, pace.due(6, 1000, Conditions.CLEAR));
    }

    @Test
    void latencyIsAddedToEveryPieceAndDoesNotAddUp() {
        Pace pace = pace();
        Conditions late = Conditions.late(Duration.ofSeconds(1), Duration.ZERO);
        assertEquals(SECOND + 5, pace.due(5, 1, late));
        assertEquals(SECOND + 6, pace.due(6, 1, late));
    }

    @Test
    void jitterIsBoundedAndLetsNothingOvertake() {
        Pace pace = pace();
        Conditions jitter = Conditions.late(Duration.ZERO, Duration.ofSeconds(1));
        long first = pace.due(0, 1, jitter);
        assertEquals(SECOND, first, 1000);
        assertEquals(first, pace.due(1, 1, jitter), "it could have been there before");
    }

    @Test
    void whatIsNarrowTakesTheTimeOfItsBytesAndRestsWhenThereAreNone() {
        Pace pace = pace();
        Conditions narrow = Conditions.narrow(1000);
        assertEquals(SECOND, pace.due(0, 1000, narrow));
        assertEquals(3 * SECOND, pace.due(0, 2000, narrow));
        assertEquals(11 * SECOND, pace.due(10 * SECOND, 1000, narrow));
    }

    @Test
    void conditionsThatNoWayCanHaveAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> Conditions.narrow(-1));
        assertThrows(IllegalArgumentException.class, () -> Conditions.late(Duration.ofMillis(-1), Duration.ZERO));
        assertThrows(IllegalArgumentException.class, () -> Conditions.late(Duration.ZERO, Duration.ofMillis(-1)));
    }
}
