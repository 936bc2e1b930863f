package almenara.faults;

import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/** When the bytes of one direction of a connection arrive, in nanoseconds of one clock. */
final class Pace {

    private final RandomGenerator random;
    private long last = Long.MIN_VALUE;
    private long free = Long.MIN_VALUE;

    Pace(RandomGenerator random) {
        this.random = random;
    }

    /** When that many bytes, sent now, have all arrived: never in front of what was sent before. */
    long due(long now, int bytes, Conditions conditions) {
        long late = now + conditions.latency().toNanos() + (long) (random.nextDouble() * conditions.jitter().toNanos());
        long due = Math.max(last, late);
        if (conditions.bytesPerSecond() > 0) {
            due = Math.max(due, free) + TimeUnit.SECONDS.toNanos(bytes) / conditions.bytesPerSecond();
            free = due;
        }
        last = due;
        return due;
    }
}
