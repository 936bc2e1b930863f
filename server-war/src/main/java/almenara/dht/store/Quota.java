package almenara.dht.store;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;

/** How much of a store each network may have. */
final class Quota {

    private final Map<ByteBuffer, Integer> taken = new HashMap<>();
    private final int most;

    Quota(int most) {
        this.most = most;
    }

    boolean isSpent(ByteBuffer network) {
        return taken.getOrDefault(network, 0) >= most;
    }

    void take(ByteBuffer network) {
        taken.merge(network, 1, Integer::sum);
    }

    void give(ByteBuffer network) {
        taken.computeIfPresent(network, (key, count) -> count > 1 ? count - 1 : null);
    }
}
