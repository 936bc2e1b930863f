package almenara.limits;

/**
 * How long was worked for nothing, at least: each time counts for as long as the shortest. What a busy machine adds to a time is no work of ours, and whoever
 * takes this off a load must not take off more than there was.
 */
public final class Waste {

    private long times;
    private long shortest = Long.MAX_VALUE;

    public synchronized void add(long nanos) {
        times++;
        shortest = Math.min(shortest, nanos);
    }

    /** Nanoseconds, since this was asked last. */
    public synchronized long take() {
        long spent = times == 0 ? 0 : times * shortest;
        times = 0;
        shortest = Long.MAX_VALUE;
        return spent;
    }
}
