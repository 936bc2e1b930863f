package almenara.faults;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waiting for what should happen. */
final class Await {

    private static final Duration LOOK = Duration.ofMillis(20);

    private Await() {
    }

    /** Looks until it is so; fails when it is not within that time. */
    static void until(String what, Duration patience, BooleanSupplier condition) {
        if (!within(patience, condition)) {
            throw new AssertionError("this did not happen within " + patience.toSeconds() + " s: " + what);
        }
    }

    /** Looks until it is so; false when it is not within that time. */
    static boolean within(Duration patience, BooleanSupplier condition) {
        long end = System.nanoTime() + patience.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                return false;
            }
            LockSupport.parkNanos(LOOK.toNanos());
        }
        return true;
    }

    /** For faults that have a length of their own. */
    static void pass(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        for (long left = time.toNanos(); left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }
}
