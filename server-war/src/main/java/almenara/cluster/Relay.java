package almenara.cluster;

import almenara.tables.Careful;
import almenara.tables.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Hands a cache's notifications to a watcher; those that come while everything is read anew wait until it has been told. What a watcher throws stays here:
 * an exception of a listener makes the write fail on whichever node it came from, after some nodes have it and others have not.
 */
final class Relay {

    private static final System.Logger LOG = System.getLogger(Relay.class.getName());

    private final Careful watcher;
    private final List<Runnable> waiting = new ArrayList<>();
    private final ReentrantLock one = new ReentrantLock();
    private boolean resetting;

    Relay(Table.Watcher watcher) {
        this.watcher = new Careful(watcher);
    }

    /** How many keys have had an entry that the watcher could not read. */
    int unreadable() {
        return watcher.unreadable();
    }

    void reset(Supplier<Map<String, String>> everything) {
        one.lock();
        try {
            synchronized (this) {
                resetting = true;
            }
            watcher.reset(everything.get());
        } finally {
            catchUp();
            one.unlock();
        }
    }

    private synchronized void catchUp() {
        resetting = false;
        List<Runnable> missed = List.copyOf(waiting);
        waiting.clear();
        missed.forEach(Runnable::run);
    }

    void stored(String key, String value) {
        if (Told.isTold(key)) {
            Told.texts(value).forEach(this::told);
        } else {
            pass(() -> guarded(() -> watcher.stored(key, value)));
        }
    }

    void told(String text) {
        pass(() -> guarded(() -> watcher.told(text)));
    }

    void gone(String key) {
        if (!Told.isTold(key)) {
            pass(() -> guarded(() -> watcher.gone(key)));
        }
    }

    private static void guarded(Runnable change) {
        try {
            change.run();
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.ERROR, "a change was not taken in", e);
        }
    }

    private void pass(Runnable change) {
        synchronized (this) {
            if (resetting) {
                waiting.add(change);
                return;
            }
        }
        change.run();
    }
}
