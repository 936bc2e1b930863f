package almenara.sharedstate;

import almenara.messages.StateEntry;
import almenara.messages.StateEntry.Signed;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;

/**
 * Who may write what in a signed table: whoever has the private half of the key in {@code author} writes below {@code {author}/}. The time and the end are
 * signed, too, so that nobody brings back what was replaced or is over.
 */
final class Authorship {

    /** By how much the clock of an author may be ahead. */
    static final Duration AHEAD = Duration.ofMinutes(5);
    /** The longest time that an author may give an entry, but in tables that have bounds of their own. */
    static final Duration LONGEST = Duration.ofHours(24);
    private static final String LABEL = "almenara/shared-state/v1\0";

    private final Clock clock;
    private final Signatures signatures;
    private final SharedStateLimits limits;

    Authorship(Clock clock, Signatures signatures, SharedStateLimits limits) {
        this.clock = clock;
        this.limits = limits;
        this.signatures = signatures;
    }

    /** What the author signs. */
    static byte[] message(Slot slot, long time, long end, String value) {
        return (LABEL + slot.table().name() + '\0' + slot.key() + '\0' + time + '.' + end + '.' + value).getBytes(StandardCharsets.UTF_8);
    }

    /** True when the entry is its author's and its time has come and is not over. */
    boolean holds(Slot slot, StateEntry entry) {
        if (!(entry.rank() instanceof Signed rank) || !slot.key().startsWith(entry.author() + '/')) {
            return false;
        }
        long now = clock.millis();
        return rank.time() <= now + AHEAD.toMillis() && rank.end() > now && rank.end() - rank.time() <= limits.part(slot.table()).longest().toMillis()
                && signatures.isSigned(entry.author(), rank.signature(), message(slot, rank.time(), rank.end(), entry.data()));
    }
}
