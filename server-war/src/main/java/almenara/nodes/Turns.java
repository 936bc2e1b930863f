package almenara.nodes;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * When an address, with its port, may be called for URLs that nobody has verified: once a minute, and less and less while nothing good comes of it, up to 32
 * minutes, however many names lead there.
 */
final class Turns {

    /** More addresses than can be called in the longest wait, so none of them is forgotten before its turn. */
    private static final int MOST = 32_768;
    private static final long MINUTE = Duration.ofMinutes(1).toMillis();
    private static final int DOUBLINGS = 5;

    private final Map<Long, Turn> turns = new LinkedHashMap<>();

    private record Turn(long due, int failures) {
    }

    /** True when the address may be called now, and then it counts as called. */
    synchronized boolean take(long address, long now) {
        Turn turn = turns.getOrDefault(address, new Turn(now, 0));
        if (turn.due() > now) {
            return false;
        }
        put(address, new Turn(now + MINUTE, turn.failures()));
        return true;
    }

    /** What came of the call. */
    synchronized void called(long address, boolean good, long now) {
        Turn turn = turns.getOrDefault(address, new Turn(now, 0));
        put(address, good ? new Turn(now + MINUTE, 0) : new Turn(now + (MINUTE << turn.failures()), Math.min(turn.failures() + 1, DOUBLINGS)));
    }

    /** The one that was called longest ago makes room. */
    private void put(long address, Turn turn) {
        turns.remove(address);
        turns.put(address, turn);
        if (turns.size() > MOST) {
            turns.remove(turns.keySet().iterator().next());
        }
    }
}
