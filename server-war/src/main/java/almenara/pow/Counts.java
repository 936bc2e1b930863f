package almenara.pow;

import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/** How many messages each of many names had in the last minute, in six buckets of ten seconds; its monitor guards them. What it remembers is bounded. */
public final class Counts {

    private static final long BUCKET_SECONDS = 10;
    private static final int BUCKETS = 6;

    private final Clock clock;
    private final int mostNames;
    private final Deque<Map<String, Integer>> buckets = new ArrayDeque<>();
    private long newest;

    /** {@code mostNames}: those of one bucket; a name beyond is not counted, for it has sent less than those who crowd it out. */
    public Counts(Clock clock, int mostNames) {
        this.clock = clock;
        this.mostNames = mostNames;
        this.newest = slot();
        buckets.addFirst(new HashMap<>());
    }

    public synchronized void add(String name, int messages) {
        turn();
        Map<String, Integer> bucket = buckets.getFirst();
        if (bucket.size() < mostNames || bucket.containsKey(name)) {
            bucket.merge(name, messages, Integer::sum);
        }
    }

    public synchronized int of(String name) {
        turn();
        return buckets.stream().mapToInt(bucket -> bucket.getOrDefault(name, 0)).sum();
    }

    private void turn() {
        long slot = slot();
        if (slot - newest >= BUCKETS) {
            buckets.clear();
            newest = slot - 1;
        }
        for (; newest < slot; newest++) {
            buckets.addFirst(new HashMap<>());
            if (buckets.size() > BUCKETS) {
                buckets.removeLast();
            }
        }
    }

    private long slot() {
        return clock.instant().getEpochSecond() / BUCKET_SECONDS;
    }
}
