package almenara.cluster;

import java.util.Collection;
import java.util.List;
import java.util.OptionalLong;

/** What more than half of all nodes say, give or take a second. */
final class Majority {

    /** Clocks that do not differ by more say the same. */
    static final long TOGETHER_MILLIS = 1000;

    private Majority() {
    }

    /** The middle of what they say together; none when so many nodes do not. Of two groups that are equally large the earlier one counts, at every node. */
    static OptionalLong of(Collection<Long> says, int nodes) {
        List<Long> sorted = says.stream().sorted().toList();
        List<Long> largest = List.of();
        for (int first = 0; first < sorted.size(); first++) {
            long last = sorted.get(first) + TOGETHER_MILLIS;
            List<Long> group = sorted.stream().skip(first).takeWhile(each -> each <= last).toList();
            largest = group.size() > largest.size() ? group : largest;
        }
        return 2 * largest.size() > nodes ? OptionalLong.of(middle(largest)) : OptionalLong.empty();
    }

    private static long middle(List<Long> sorted) {
        return Math.floorDiv(sorted.get((sorted.size() - 1) / 2) + sorted.get(sorted.size() / 2), 2);
    }
}
