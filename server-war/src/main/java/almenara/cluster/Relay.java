package almenara.cluster;

import almenara.tables.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Hands a cache's notifications to a watcher; those that come while everything is read anew wait until it has been told. */
final class Relay {

    private final Table.Watcher watcher;
    private final List<Runnable> waiting = new ArrayList<>();
    private boolean resetting;

    Relay(Table.Watcher watcher) {
        this.watcher = watcher;
    }

    void reset(Supplier<Map<String, String>> everything) {
        synchronized (this) {
            resetting = true;
        }
        try {
            watcher.reset(everything.get());
        } finally {
            synchronized (this) {
                waiting.forEach(Runnable::run);
                waiting.clear();
                resetting = false;
            }
        }
    }

    void stored(String key, String value) {
        pass(() -> watcher.stored(key, value));
    }

    void gone(String key) {
        pass(() -> watcher.gone(key));
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
