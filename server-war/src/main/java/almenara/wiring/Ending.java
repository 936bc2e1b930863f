package almenara.wiring;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;

/** Ends threads that may wait for something which does not come any more. */
final class Ending {

    private Ending() {
    }

    /** Takes no more tasks; those that are not done after that time are interrupted, and have it once more. False when some go on even then. */
    static boolean of(ExecutorService threads, Duration each) {
        threads.shutdown();
        if (isDone(threads, each)) {
            return true;
        }
        threads.shutdownNow();
        return isDone(threads, each);
    }

    private static boolean isDone(ExecutorService threads, Duration most) {
        try {
            return threads.awaitTermination(most.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return threads.isTerminated();
        }
    }
}
