package almenara.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;

import almenara.tables.HandClock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class SteadyClockTest {

    private final HandClock machine = new HandClock();
    private final AtomicLong nanos = new AtomicLong(-7);
    private final SteadyClock steady = new SteadyClock(machine, nanos::get);
    private final long start = machine.millis();

    @Test
    void itGoesOnWithTheTimeThatPassesHoweverTheClockOfTheMachineIsSet() {
        assertEquals(start, steady.millis());
        machine.advance(Duration.ofHours(1));
        nanos.addAndGet(TimeUnit.SECONDS.toNanos(5));
        assertEquals(start + 5000, steady.millis());
        machine.advance(Duration.ofHours(-2));
        assertEquals(Instant.ofEpochMilli(start + 5000), steady.instant());
    }

    @Test
    void itMayBeSetByTheClockOfTheMachineAgain() {
        machine.advance(Duration.ofMinutes(1));
        steady.settle();
        nanos.addAndGet(TimeUnit.SECONDS.toNanos(1));
        assertEquals(start + 61_000, steady.millis());
    }
}
