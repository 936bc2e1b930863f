package almenara.tables;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * A map of strings that all nodes of a cluster share. A call that writes returns after every node has the write, or throws a
 * {@link almenara.messages.Refusal} {@code UNAVAILABLE} when that can't be said. A life of {@link Duration#ZERO} has no end.
 */
public interface Table {

    Optional<String> get(String key);

    void put(String key, String value, Duration life);

    /** True when the key was free and now holds the value: of many concurrent callers on all nodes, one. */
    boolean putIfAbsent(String key, String value, Duration life);

    /** True when the key held exactly {@code old} and now holds {@code value}: of many concurrent callers, one. */
    boolean replace(String key, String old, String value, Duration life);

    /** True when the key held exactly {@code old} and is now free: of many concurrent callers, one. */
    boolean remove(String key, String old);

    /**
     * Makes sure that every node has one and the same value at the key: what is there, else that which is given. The answer is the one that it is. For what
     * a node that died may have written on some nodes only.
     */
    String settle(String key, String value, Duration life);

    /** Drops this node's copy alone. For entries that every node drops by itself at the same point. */
    void forget(String key);

    /**
     * Tells of every change that any node makes, starting with what is there. Calls come from any thread, in their order for one key,
     * and must return at once.
     */
    void watch(Watcher watcher);

    /** Tells the watchers on all nodes a line that is not kept. It does not wait for them, and gets lost when a node dies over it. */
    void tell(String line);

    /** The value, which has to have a character: not every marshaller tells an empty text from none. */
    static String checked(String value) {
        if (value.isEmpty()) {
            throw new IllegalArgumentException("an empty value can't be kept");
        }
        return value;
    }

    /** Whoever wants to hear of changes. */
    interface Watcher {

        /** Throws a {@link RuntimeException} when the watcher can't read such an entry. What it can't read it is never told of. */
        default void read(String key, String value) {
            // most read anything
        }

        /** This is everything now: at the start, and after a time in which changes may have been missed. */
        void reset(Map<String, String> entries);

        void stored(String key, String value);

        /** The entry was removed or its life has ended. */
        void gone(String key);

        /** Somebody has something to {@link #tell}. Throws an {@link IllegalArgumentException} when the watcher can't read it. */
        default void told(String text) {
            // most tables have nothing to tell
        }
    }

    /** A watcher that only hears what is told, whatever is kept. */
    interface Listener extends Watcher {

        @Override
        void told(String text);

        @Override
        default void reset(Map<String, String> entries) {
            // what is kept does not matter
        }

        @Override
        default void stored(String key, String value) {
            // as above
        }

        @Override
        default void gone(String key) {
            // as above
        }
    }
}
