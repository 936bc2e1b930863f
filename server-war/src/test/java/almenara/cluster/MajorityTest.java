package almenara.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class MajorityTest {

    @Test
    void itIsTheMiddleOfThoseWhoSayTheSame() {
        assertEquals(OptionalLong.of(20), Majority.of(List.of(500L, 0L, 20L), 3));
        assertEquals(OptionalLong.of(10), Majority.of(List.of(20L, 3_600_000L, 0L), 3));
        assertEquals(OptionalLong.of(-15), Majority.of(List.of(-20L, -10L), 3));
    }

    @Test
    void whoeverIsAloneIsOne() {
        assertEquals(OptionalLong.of(7), Majority.of(List.of(7L), 1));
    }

    @Test
    void halfIsNone() {
        assertEquals(OptionalLong.empty(), Majority.of(List.of(0L, 5000L), 2));
        assertEquals(OptionalLong.empty(), Majority.of(List.of(0L, 0L, 5000L, 5000L), 4));
        assertEquals(OptionalLong.empty(), Majority.of(List.of(0L), 2));
        assertEquals(OptionalLong.empty(), Majority.of(List.of(0L, 5000L, 10_000L), 3));
    }

    @Test
    void whoHasSaidNothingCountsAsOneWhoSaysSomethingElse() {
        assertEquals(OptionalLong.of(0), Majority.of(List.of(0L, 0L), 3));
        assertEquals(OptionalLong.empty(), Majority.of(List.of(0L, 0L), 4));
    }

    @Test
    void theLargerGroupCountsAndTheEarlierOfTwo() {
        assertEquals(OptionalLong.of(1400), Majority.of(List.of(0L, 900L, 1400L, 1800L), 4));
        assertEquals(OptionalLong.of(450), Majority.of(List.of(1800L, 900L, 0L), 3));
    }
}
