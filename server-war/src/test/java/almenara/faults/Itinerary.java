package almenara.faults;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;

/** Which node a client tries next, and when: as the SDK does (js-sdk/src/itinerary.ts, backoff.ts). */
final class Itinerary {

    private static final long FIRST = 200;
    private static final long BASE = 300;
    private static final long CAP = 10_000;
    private static final List<Integer> AVOID = List.of(1001, 1011, 1012, 4503);

    private final List<InetSocketAddress> nodes;
    private final RandomGenerator random;
    private int index;
    private int attempt;
    private final Set<Integer> visited = ConcurrentHashMap.newKeySet();

    Itinerary(List<InetSocketAddress> nodes, int first, RandomGenerator random) {
        this.nodes = nodes;
        this.random = random;
        index = first % nodes.size();
    }

    int node() {
        return index;
    }

    InetSocketAddress address() {
        return nodes.get(index);
    }

    /** The room was joined here. */
    void arrived() {
        attempt = 0;
        visited.add(index);
    }

    /** True when the room was joined nowhere else. */
    boolean hasStayedAt(int node) {
        return Set.of(node).containsAll(visited);
    }

    /** The connection was lost, or never came about; gives the milliseconds to wait in front of the next one. */
    long lost(boolean joined, int code) {
        if (!joined || AVOID.contains(code)) {
            index = (index + 1) % nodes.size();
        }
        long ceiling = attempt == 0 ? FIRST : Math.min(CAP, BASE << Math.min(attempt - 1, 6));
        attempt++;
        return (long) (random.nextDouble() * ceiling);
    }
}
