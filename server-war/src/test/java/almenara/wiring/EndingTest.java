package almenara.wiring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

class EndingTest {

    private static final Duration LONG = Duration.ofMinutes(1);
    private static final Duration SHORT = Duration.ofMillis(20);

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final CountDownLatch over = new CountDownLatch(1);
    private final CountDownLatch interrupted = new CountDownLatch(1);

    @Test
    void whatIsUnderWayIsDone() {
        threads.execute(over::countDown);
        assertTrue(Ending.of(threads, LONG));
        assertEquals(0, over.getCount());
        Assertions.assertThrows(RejectedExecutionException.class, () -> threads.execute(over::countDown));
    }

    @Test
    void whatWaitsForEverIsInterrupted() {
        threads.execute(() -> {
            try {
                over.await();
            } catch (InterruptedException e) {
                interrupted.countDown();
            }
        });
        Ending.of(threads, SHORT);
        assertTrue(Assertions.assertDoesNotThrow(() -> interrupted.await(LONG.toSeconds(), TimeUnit.SECONDS)));
    }

    @Test
    void whatDoesNotEndEvenThenIsLeftBehind() {
        threads.execute(() -> {
            while (over.getCount() > 0) {
                Thread.onSpinWait();
            }
        });
        assertFalse(Ending.of(threads, SHORT));
        over.countDown();
    }
}
