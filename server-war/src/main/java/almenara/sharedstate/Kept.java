package almenara.sharedstate;

import almenara.messages.StateEntry;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** An entry as it was at that bleaching, counted from the epoch on. */
record Kept(long tick, StateEntry entry) {

    String encode() {
        return tick + "\n" + entry.encode();
    }

    /** Throws a {@link RuntimeException} for what is none. */
    static Kept decode(String text) {
        int end = text.indexOf('\n');
        return new Kept(Long.parseLong(text.substring(0, end)), StateEntry.decode(text.substring(end + 1)));
    }

    /** The entry as it is now, unless it has bleached away. What can't be read is none. */
    static Optional<StateEntry> read(String text, long now) {
        try {
            return decode(text).at(now);
        } catch (RuntimeException e) {
            return Optional.empty();
        }
    }

    Optional<StateEntry> at(long now) {
        return Optional.of(entry.bleached(Math.max(0, now - tick))).filter(StateEntry::isAlive);
    }

    /** Bytes that the entry takes, about as many as in JSON. */
    static int size(String key, StateEntry entry) {
        return (key + entry.encode()).getBytes(StandardCharsets.UTF_8).length;
    }
}
