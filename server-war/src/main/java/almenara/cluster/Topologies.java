package almenara.cluster;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** How tables were distributed over the nodes at some moment. */
record Topologies(Map<CacheTable, Integer> numbers) {

    static Topologies of(List<CacheTable> tables) {
        return new Topologies(tables.stream().collect(Collectors.toMap(table -> table, CacheTable::topology)));
    }

    /** True when all of them have been distributed anew since, and their state has come to this node. */
    boolean haveSettledSince() {
        return numbers.entrySet().stream().allMatch(each -> each.getKey().settledSince(each.getValue()));
    }
}
