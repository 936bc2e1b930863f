package almenara.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class PercentilesTest {

    @Test
    void halfOfAllTimesAreNotAboveTheMiddleAndNoneAboveTheMost() {
        Percentiles hundred = Percentiles.of(LongStream.rangeClosed(1, 100).map(i -> 101 - i));
        assertEquals(50, hundred.at(50));
        assertEquals(99, hundred.at(99));
        assertEquals(100, hundred.most());
        assertEquals(1, hundred.at(0));
    }

    @Test
    void noTimesAreNought() {
        assertEquals("0/0/0", Percentiles.of(LongStream.empty()).toString());
    }

    @Test
    void timesAreToldInMilliseconds() {
        assertEquals("1/2/2", Percentiles.of(LongStream.of(2_000_000, 1_000_000)).toString());
    }
}
