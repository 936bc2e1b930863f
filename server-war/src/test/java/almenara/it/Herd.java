package almenara.it;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/** So many clients, each on a thread of its own, until they are sent away: who has gone, or was cut off, comes back as another. */
final class Herd implements AutoCloseable {

    /** Within that time all have come, and who was cut off is back. */
    private static final Duration RUSH = Duration.ofSeconds(1);

    /** One client from its coming to its end, of its own will or, by an exception, of the server's. */
    interface Life {
        void live(int number, Random random) throws IOException;
    }

    private final AtomicLong cut = new AtomicLong();
    private final ConcurrentLinkedQueue<String> surprises = new ConcurrentLinkedQueue<>();
    private final List<Thread> threads;
    private volatile boolean over;

    /** The number tells a client which of them it is. */
    Herd(int size, Life life) {
        threads = IntStream.range(0, size).mapToObj(number -> Thread.startVirtualThread(() -> live(number, life))).toList();
    }

    private void live(int number, Life life) {
        Random random = Random.from(new SplittableRandom(number));
        while (!over && surprises.isEmpty()) {
            try {
                pause(RUSH.multipliedBy(random.nextInt(100)).dividedBy(100));
                life.live(number, random);
            } catch (IOException end) {
                cut.addAndGet(over ? 0 : 1);
            } catch (AssertionError | RuntimeException e) {
                surprises.add("client " + number + ": " + e);
            }
        }
    }

    /** Lets time go by, in which nothing comes of the client. */
    static void pause(Duration time) throws InterruptedIOException {
        long end = System.nanoTime() + time.toNanos();
        for (long left = time.toNanos(); left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
            if (Thread.currentThread().isInterrupted()) {
                throw new InterruptedIOException("sent away");
            }
        }
    }

    /** How often one of them was cut off. */
    long cut() {
        return cut.get();
    }

    /** What none of them should have seen. */
    List<String> surprises() {
        return List.copyOf(surprises);
    }

    /** Sends them away, and waits until they have gone. */
    @Override
    public void close() {
        over = true;
        threads.forEach(Thread::interrupt);
        Server.await("the herd has gone", () -> threads.stream().noneMatch(Thread::isAlive));
    }
}
