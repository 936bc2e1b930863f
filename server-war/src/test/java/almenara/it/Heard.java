package almenara.it;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** What a client has heard and nobody has asked for yet. */
final class Heard<T> {

    private final List<T> unread = new ArrayList<>();
    private boolean over;

    synchronized void add(T one) {
        unread.add(one);
        notifyAll();
    }

    /** Nothing more will come. */
    synchronized void end() {
        over = true;
        notifyAll();
    }

    /** The first that fits, taken out; waits for it. */
    synchronized T take(String what, Predicate<T> which) {
        long end = System.nanoTime() + Server.PATIENCE.toNanos();
        for (;;) {
            for (T one : unread) {
                if (which.test(one)) {
                    unread.remove(one);
                    return one;
                }
            }
            long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            if (over || left <= 0) {
                throw new AssertionError(what + " did not come" + (over ? " before the end" : "") + "; what did: " + unread);
            }
            await(left);
        }
    }

    private void await(long millis) {
        try {
            wait(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    /** The first that has not been taken, which stays where it is; waits for it. */
    synchronized T glance() {
        T first = take("anything", any -> true);
        unread.addFirst(first);
        return first;
    }

    /** What has come and was not taken. */
    synchronized List<T> unread() {
        return List.copyOf(unread);
    }

    synchronized void clear() {
        unread.clear();
    }
}
