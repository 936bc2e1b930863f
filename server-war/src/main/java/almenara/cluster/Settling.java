package almenara.cluster;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for what comes by itself in a cluster that works: a minute and a half, and says so when it has not come. */
final class Settling {

    private static final System.Logger LOG = System.getLogger(Settling.class.getName());
    private static final Duration LOOK = Duration.ofMillis(50);
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private volatile boolean ended;

    /** False when it has not come. */
    boolean await(String otherwise, BooleanSupplier condition) {
        boolean came = await(PATIENCE, condition);
        if (!came) {
            LOG.log(System.Logger.Level.ERROR, otherwise);
        }
        return came;
    }

    /** The same for what need not come: waits so long, and says nothing. */
    boolean await(Duration most, BooleanSupplier condition) {
        for (long looks = most.dividedBy(LOOK); looks > 0 && !ended; looks--) {
            if (condition.getAsBoolean()) {
                return true;
            }
            LockSupport.parkNanos(LOOK.toNanos());
        }
        return ended;
    }

    /** Nobody waits any more. */
    void end() {
        ended = true;
    }
}
