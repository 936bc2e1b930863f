package almenara.tasks;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;

/** Runs what it is given one after the other, on whatever thread the executor has. What it guards needs no lock. */
public final class Serial {

    private static final System.Logger LOG = System.getLogger(Serial.class.getName());

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
            try {
                executor.execute(this::drain);
            } catch (RejectedExecutionException e) {
                LOG.log(System.Logger.Level.DEBUG, "a task came after the end");
            }
        }
    }

    /** How many tasks wait or run. */
    public int waiting() {
        return waiting.get();
    }

    private void drain() {
        do {
            try {
                tasks.remove().run();
            } catch (RuntimeException | Error e) {
                LOG.log(System.Logger.Level.ERROR, "a task failed", e);
            }
        } while (waiting.decrementAndGet() > 0);
    }
}
