package almenara.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

class BundlesTest {

    private final Bundles bundles = new Bundles();
    private final List<String> done = new ArrayList<>();

    /** A thread that takes tasks, as those of the container do, and ends when it has none. */
    private static final class Loop extends Thread implements Executor {
        private final Queue<Runnable> tasks = new ArrayDeque<>();
        private boolean ends;

        @Override
        public void execute(Runnable task) {
            if (ends) {
                throw new RejectedExecutionException();
            }
            tasks.add(task);
        }

        @Override
        public void run() {
            for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
                task.run();
            }
        }

        void runAll() throws InterruptedException {
            start();
            join();
        }
    }

    private final Loop loop = new Loop();
    private final Bundles.Sender sender = () -> done.add("sent");
    private final Bundles.Sender other = () -> done.add("sent to the other");

    /** So many frames of a client: each of them brings about something for the same one, and only then the next is heard. */
    private void frames(int count) {
        if (count > 0) {
            done.add("frame");
            bundles.add(sender);
            loop.execute(() -> frames(count - 1));
        }
    }

    @Test
    void whatSeveralFramesBringAboutGoesOutTogetherAfterThem() throws Exception {
        loop.execute(() -> frames(3));
        loop.runAll();
        assertEquals(List.of("frame", "frame", "frame", "sent"), done);
    }

    @Test
    void framesWithoutEndKeepNothingBackForLong() throws Exception {
        loop.execute(() -> frames(10));
        loop.runAll();
        assertEquals(List.of("frame", "frame", "frame", "frame", "frame", "frame", "frame", "frame", "sent", "frame", "frame", "sent"), done);
    }

    @Test
    void eachIsSentOnceInTheOrderInWhichTheyCame() throws Exception {
        loop.execute(() -> {
            bundles.add(sender);
            bundles.add(other);
            bundles.add(sender);
        });
        loop.runAll();
        assertEquals(List.of("sent", "sent to the other"), done);
    }

    @Test
    void oneThatFailsKeepsNothingFromTheOthers() throws Exception {
        loop.execute(() -> {
            bundles.add(() -> {
                throw new IllegalStateException("broken");
            });
            bundles.add(other);
        });
        loop.runAll();
        assertEquals(List.of("sent to the other"), done);
    }

    @Test
    void aThreadThatIsAtItsEndSendsAtOnce() throws Exception {
        loop.execute(() -> {
            bundles.add(sender);
            loop.ends = true;
        });
        loop.execute(() -> bundles.add(other));
        loop.runAll();
        assertEquals(List.of("sent", "sent to the other"), done);
    }

    @Test
    void aThreadThatTakesNoTasksSendsAtOnce() {
        bundles.add(sender);
        assertEquals(List.of("sent"), done);
    }
}
