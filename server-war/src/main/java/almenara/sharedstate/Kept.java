package almenara.sharedstate;

import almenara.messages.StateEntry;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** An entry as it was at that bleaching, counted from the epoch on. */
record Kept(long tick, StateEntry entry) {

    /** The names of an entry's fields, with quotes and commas. */
    private static final int NAMES = 64;
    /** What a character at most grows by that is written as a number. */
    private static final int ESCAPED = 5;

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

    /** Bytes that the entry takes in JSON, or some more: so a table that is within its bounds is never more than a body may have. */
    static int size(String key, StateEntry entry) {
        int inText = escapes(key) + escapes(entry.author()) + (entry.rank() instanceof StateEntry.Signed ? escapes(entry.data()) : 0);
        return NAMES + inText + (key + entry.encode()).getBytes(StandardCharsets.UTF_8).length;
    }

    /** Bytes more that the text takes as a JSON string. */
    private static int escapes(String text) {
        return text.chars().map(c -> c == '"' || c == '\\' ? 1 : c < ' ' || c == '\u2028' || c == '\u2029' ? ESCAPED : 0).sum();
    }
}
