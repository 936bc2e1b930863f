package almenara.tasks;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;

/** Runs what it is given one after the other, on whatever thread the executor has. What it guards needs no lock. */
public final class Serial {

    private static final System.Logger LOG = System.getLogger(Serial.class.getName());

    /** So many tasks at most run on the thread of whoever gives one. */
    private static final int MOST_HERE = 32;

    private final Executor executor;
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final AtomicInteger waiting = new AtomicInteger();

    public Serial(Executor executor) {
        this.executor = executor;
    }

    /** Runs the task after those given before; not any more when the executor has ended. */
    public void run(Runnable task) {
        tasks.add(task);
        if (waiting.getAndIncrement() == 0) {
            handOver();
        }
    }

    /** The same, on this thread where no other one is at it: for who has nothing else to do, and may wait. */
    public void runHere(Runnable task) {
        tasks.add(task);
        if (waiting.getAndIncrement() == 0 && drain(MOST_HERE)) {
            handOver();
        }
    }

    private void handOver() {
        try {
            executor.execute(() -> drain(Integer.MAX_VALUE));
        } catch (RejectedExecutionException e) {
            LOG.log(System.Logger.Level.DEBUG, "a task came after the end");
        }
    }

    /** How many tasks wait or run. */
    public int waiting() {
        return waiting.get();
    }

    /** Runs tasks as long as there are any, but at most so many. True when others wait. */
    private boolean drain(int most) {
        boolean waits = true;
        for (int ran = 0; waits && ran < most; ran++) {
            try {
                tasks.remove().run();
            } catch (RuntimeException | Error e) {
                LOG.log(System.Logger.Level.ERROR, "a task failed", e);
            }
            waits = waiting.decrementAndGet() > 0;
        }
        return waits;
    }
}
