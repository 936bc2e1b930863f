package almenara.transport;

import almenara.messages.Refusal;
import almenara.messages.Refusal.Code;
import java.util.HashMap;
import java.util.Map;

/** The look-ups that are under way for pages: so many in all, and for an address a quarter of them, so that nobody has them all. */
final class LookUps {

    static final int PARTS = 4;
    private static final long LATER_MILLIS = 1000;

    private final int most;
    private final Map<Long, Integer> running = new HashMap<>();
    private int all;

    LookUps(int most) {
        this.most = most;
    }

    /** One more for that address, or {@code overloaded}. */
    synchronized void begin(long address) {
        int own = running.getOrDefault(address, 0);
        if (all >= most || own >= Math.max(1, most / PARTS)) {
            throw new Refusal(Code.OVERLOADED, "too many look-ups in the DHT are under way", LATER_MILLIS);
        }
        running.put(address, own + 1);
        all++;
    }

    synchronized void end(long address) {
        running.computeIfPresent(address, (key, count) -> count == 1 ? null : count - 1);
        all--;
    }
}
