package almenara.transport;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/**
 * What one thread hands to sockets goes out together. Clients say several things at once, and the container gives an I/O thread a task for each of them:
 * without this, each would be a call to the system of its own for whoever is told of it. Other threads than those of the container send at once.
 */
final class Bundles {

    /** So many tasks may come in between, at most. */
    private static final int MOST_TURNS = 8;

    /** Whoever sends what it was given before. */
    interface Sender {
        void sendNow();
    }

    private static final System.Logger LOG = System.getLogger(Bundles.class.getName());

    private final Map<Executor, Bundle> bundles = new ConcurrentHashMap<>();

    /** Has the sender send soon, and on this thread; at once where the thread takes no tasks. */
    void add(Sender sender) {
        if (Thread.currentThread() instanceof Executor thread) {
            bundles.computeIfAbsent(thread, Bundle::new).add(sender);
        } else {
            sender.sendNow();
        }
    }

    /** What one I/O thread has to send. It goes out as soon as a turn of the thread adds nothing. */
    private static final class Bundle {

        private final Executor thread;
        private final Set<Sender> senders = new LinkedHashSet<>();
        private int turns;
        private boolean grows;

        Bundle(Executor thread) {
            this.thread = thread;
        }

        void add(Sender sender) {
            boolean isFirst = senders.isEmpty();
            senders.add(sender);
            grows = true;
            if (isFirst) {
                turns = 0;
                waitATurn();
            }
        }

        private void turn() {
            if (grows && ++turns < MOST_TURNS) {
                grows = false;
                waitATurn();
            } else {
                sendAll();
            }
        }

        /** A thread that is at its end takes no more tasks. */
        private void waitATurn() {
            try {
                thread.execute(this::turn);
            } catch (RejectedExecutionException e) {
                sendAll();
            }
        }

        private void sendAll() {
            List<Sender> all = List.copyOf(senders);
            senders.clear();
            all.forEach(Bundle::send);
        }

        private static void send(Sender sender) {
            try {
                sender.sendNow();
            } catch (RuntimeException e) {
                LOG.log(System.Logger.Level.ERROR, "what waits for a client was not sent", e);
            }
        }
    }
}
