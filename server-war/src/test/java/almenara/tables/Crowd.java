package almenara.tables;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.IntConsumer;

/** Many threads that do the same at once, and waiting for what they bring about. */
public final class Crowd {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration LOOK = Duration.ofNanos(50_000);

    private Crowd() {
    }

    /** Runs the task in so many threads, which start together; returns when all have done it, and throws what one of them threw. */
    public static void of(int size, IntConsumer task) throws Exception {
        CountDownLatch start = new CountDownLatch(1);
        try (ExecutorService threads = Executors.newFixedThreadPool(size)) {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < size; i++) {
                int each = i;
                running.add(threads.submit(() -> {
                    start.await();
                    task.accept(each);
                    return null;
                }));
            }
            start.countDown();
            for (Future<?> one : running) {
                one.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            }
        }
    }

    /** Returns when the condition holds. */
    public static void until(BooleanSupplier condition) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("this did not come about in " + PATIENCE.toSeconds() + " s");
            }
            LockSupport.parkNanos(LOOK.toNanos());
        }
    }
}
