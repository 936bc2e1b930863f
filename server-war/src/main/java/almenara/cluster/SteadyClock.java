package almenara.cluster;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * The time of day at the start, and from there on the time that has passed: who sets the clock of the machine ends no lease, no grace and no entry of a log. After
 * a pause in which everything became void it may {@link #settle} with the machine's clock again.
 */
final class SteadyClock extends Clock {

    private final Clock machine;
    private final LongSupplier nanos;
    private volatile Start start;

    private record Start(long millis, long nanos) {
    }

    /** {@code nanos} counts the time that passes. */
    SteadyClock(Clock machine, LongSupplier nanos) {
        this.machine = machine;
        this.nanos = nanos;
        settle();
    }

    /** From now on it is what the machine's clock says. */
    void settle() {
        start = new Start(machine.millis(), nanos.getAsLong());
    }

    @Override
    public long millis() {
        Start from = start;
        return from.millis() + TimeUnit.NANOSECONDS.toMillis(nanos.getAsLong() - from.nanos());
    }

    @Override
    public Instant instant() {
        return Instant.ofEpochMilli(millis());
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException("the time of the cluster has no zone");
    }
}
