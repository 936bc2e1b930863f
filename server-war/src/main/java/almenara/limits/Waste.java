package almenara.limits;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/**
 * How long was worked for nothing, at least: each time counts for as long as the shortest. What a busy machine adds to a time is no work of ours, and whoever
 * takes this off a load must not take off more than there was.
 */
public final class Waste {

    private final LongAdder times = new LongAdder();
    private final AtomicLong shortest = new AtomicLong(Long.MAX_VALUE);

    public void add(long nanos) {
        times.increment();
        shortest.accumulateAndGet(nanos, Math::min);
    }

    /** Nanoseconds, since this was asked last. */
    public long take() {
        long count = times.sumThenReset();
        return count == 0 ? 0 : count * shortest.getAndSet(Long.MAX_VALUE);
    }
}
