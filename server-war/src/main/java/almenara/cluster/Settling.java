package almenara.cluster;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for what comes by itself in a cluster that works: a minute and a half, and says so when it has not come. */
final class Settling {

    private static final System.Logger LOG = System.getLogger(Settling.class.getName());
    private static final Duration LOOK = Duration.ofMillis(50);
    private static final int MOST_LOOKS = 1800;

    private volatile boolean ended;

    /** False when it has not come. */
    boolean await(String otherwise, BooleanSupplier condition) {
        for (int looks = 0; looks < MOST_LOOKS && !ended; looks++) {
            if (condition.getAsBoolean()) {
                return true;
            }
            LockSupport.parkNanos(LOOK.toNanos());
        }
        if (!ended) {
            LOG.log(System.Logger.Level.ERROR, otherwise);
        }
        return ended;
    }

    /** Nobody waits any more. */
    void end() {
        ended = true;
    }
}
