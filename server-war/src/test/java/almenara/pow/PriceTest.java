package almenara.pow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import almenara.pow.Price.Traffic;
import almenara.tables.HandClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PriceTest {

    private static final long NODE = 1000;
    private static final Duration OLD = Duration.ofSeconds(31);
    private final Price price = new Price(Standard.tariff(NODE));

    @ParameterizedTest
    @CsvSource({"0,1", "60,1", "120,2", "180,5", "300,17", "600,64", "6000,64"})
    void aRoomThatIsFloodedCostsMore(int messages, int times) {
        assertEquals(NODE * times, price.of(NODE, new Traffic(messages, 2, 0, Duration.ZERO)));
    }

    @ParameterizedTest
    @CsvSource({"0,1", "20,1", "40,2", "60,5", "200,82", "20000,1024"})
    void whoFloodsPaysMore(int messages, int times) {
        assertEquals(NODE * times, price.of(NODE, new Traffic(0, 2, messages, OLD)));
    }

    @Test
    void aFloodOfOneRaisesTheOthersPriceEightfoldAtMost() {
        Counts counts = new Counts(new HandClock(), 1000);
        for (int message = 0; message < 10_000; message++) {
            counts.add("room", 1);
            counts.add("flooder", 1);
            assertTrue(price.of(NODE, new Traffic(counts.of("room"), 10, counts.of("quiet"), OLD)) <= 8 * NODE);
        }
        counts.add("quiet", 10);
        assertEquals(8 * NODE, price.of(NODE, new Traffic(counts.of("room"), 10, counts.of("quiet"), OLD)));
        counts.add("quiet", 1);
        assertEquals(64 * NODE, price.of(NODE, new Traffic(counts.of("room"), 10, counts.of("quiet"), OLD)));
        assertEquals(64 * NODE, price.of(NODE, new Traffic(counts.of("room"), 10, 0, Duration.ofSeconds(30))));
        assertEquals(Binding.MOST_WORK, price.of(NODE, new Traffic(counts.of("room"), 10, counts.of("flooder"), OLD)));
    }

    @Test
    void nothingCostsMoreThanTheMost() {
        assertEquals(Binding.MOST_WORK, price.of(1L << 22, new Traffic(100_000, 2, 100_000, OLD)));
    }

    @Test
    void fiveMessagesThatCameSinceTheQuoteDoNotMatter() {
        for (int before = 0; before < 400; before++) {
            long quoted = price.of(NODE, new Traffic(before, 3, 12, OLD));
            assertTrue(quoted >= price.least(NODE, new Traffic(before + 5, 3, 17, OLD), Scope.ROOM));
        }
        assertTrue(price.of(NODE, new Traffic(200, 3, 12, OLD)) < price.least(NODE, new Traffic(206, 3, 12, OLD), Scope.ROOM));
    }

    @Test
    void aQuoteForTheNodeDoesNotPayInAFloodedRoom() {
        assertEquals(NODE, price.least(NODE, new Traffic(65, 2, 0, OLD), Scope.NODE));
        assertEquals(Long.MAX_VALUE, price.least(NODE, new Traffic(66, 2, 0, OLD), Scope.NODE));
        assertEquals(NODE, price.least(NODE, Traffic.NONE, Scope.TURN));
    }

    @Test
    void aMinuteIsForgottenBucketByBucket() {
        HandClock clock = new HandClock();
        Counts counts = new Counts(clock, 2);
        for (int bucket = 0; bucket < 6; bucket++) {
            counts.add("room", 1 + bucket);
            clock.advance(Duration.ofSeconds(10));
        }
        assertEquals(2 + 3 + 4 + 5 + 6, counts.of("room"));
        clock.advance(Duration.ofSeconds(20));
        assertEquals(4 + 5 + 6, counts.of("room"));
        clock.advance(Duration.ofHours(1));
        assertEquals(0, counts.of("room"));
        counts.add("room", 7);
        assertEquals(7, counts.of("room"));
        assertEquals(0, counts.of("another"));
    }

    @Test
    void whatIsCountedIsBounded() {
        Counts counts = new Counts(new HandClock(), 2);
        counts.add("a", 1);
        counts.add("b", 1);
        counts.add("c", 1);
        counts.add("a", 1);
        assertEquals(2, counts.of("a"));
        assertEquals(0, counts.of("c"));
    }
}
