package almenara.tables;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Keeps from a watcher what it can't read: an entry of another version or a broken one concerns its own key alone, and must not keep the watcher from all
 * others. Each key is logged once, and so is the first of what is told and can't be read.
 */
public final class Careful implements Table.Watcher {

    private static final System.Logger LOG = System.getLogger(Careful.class.getName());
    /** Keys that are remembered; beyond, whoever writes junk fills no memory and no log. */
    private static final int MOST_KEYS = 1000;

    private final Table.Watcher watcher;
    private final Set<String> unreadable = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean misheard = new AtomicBoolean();

    public Careful(Table.Watcher watcher) {
        this.watcher = watcher;
    }

    /** How many keys have had an entry that could not be read; counted to a thousand. */
    public int unreadable() {
        return unreadable.size();
    }

    @Override
    public void reset(Map<String, String> entries) {
        Map<String, String> good = new HashMap<>(entries);
        good.entrySet().removeIf(entry -> !isReadable(entry.getKey(), entry.getValue()));
        watcher.reset(good);
    }

    @Override
    public void stored(String key, String value) {
        if (isReadable(key, value)) {
            watcher.stored(key, value);
        }
    }

    @Override
    public void gone(String key) {
        try {
            watcher.gone(key);
        } catch (RuntimeException e) {
            if (!unreadable.contains(key)) {
                throw e;
            }
        }
    }

    @Override
    public void told(String text) {
        try {
            watcher.told(text);
        } catch (IllegalArgumentException e) {
            // once: a node of another version may say so every second
            System.Logger.Level level = misheard.getAndSet(true) ? System.Logger.Level.DEBUG : System.Logger.Level.ERROR;
            LOG.log(level, "what a node has told can''t be read and is passed over: {0}", e.toString());
        }
    }

    private boolean isReadable(String key, String value) {
        try {
            watcher.read(key, value);
            return true;
        } catch (RuntimeException e) {
            if (unreadable.size() < MOST_KEYS && unreadable.add(key)) {
                LOG.log(System.Logger.Level.ERROR, "the entry at {0} can''t be read and is passed over: {1}", key, e.toString());
            }
            return false;
        }
    }
}
