package almenara.transport;

import almenara.messages.Refusal;
import java.util.HashMap;
import java.util.Map;

/** How many connections the dialects have here, all together and from each address. */
public final class Places {

    private static final long FULL_MILLIS = 5000;

    private final int most;
    private final int ofAddress;
    private final Map<Long, Integer> taken = new HashMap<>();
    private final Map<String, Integer> ofDialect = new HashMap<>();
    private int all;

    public Places(int most, int ofAddress) {
        this.most = most;
        this.ofAddress = ofAddress;
    }

    /** Refuses who would be one too many. */
    synchronized void check(long address) {
        if (all >= most) {
            throw new Refusal(Refusal.Code.OVERLOADED, "this node has all the connections of other protocols that it takes", FULL_MILLIS);
        }
        if (taken.getOrDefault(address, 0) >= ofAddress) {
            throw new Refusal(Refusal.Code.OVERLOADED, "your address has all the connections that it may have", FULL_MILLIS);
        }
    }

    synchronized void take(String dialect, long address) {
        check(address);
        all++;
        ofDialect.merge(dialect, 1, Integer::sum);
        taken.merge(address, 1, Integer::sum);
    }

    synchronized void free(String dialect, long address) {
        all--;
        ofDialect.merge(dialect, -1, Integer::sum);
        taken.computeIfPresent(address, (same, number) -> number == 1 ? null : number - 1);
    }

    /** How many a dialect has. */
    public synchronized int size(String dialect) {
        return ofDialect.getOrDefault(dialect, 0);
    }
}
