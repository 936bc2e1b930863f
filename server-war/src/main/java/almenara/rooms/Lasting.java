package almenara.rooms;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Tells what is found again and again from what may be on its way. */
final class Lasting {

    private Map<String, Integer> times = Map.of();

    /** Those of them that were found so many times in a row, this time among them. */
    Set<String> of(Set<String> now, int often) {
        Map<String, Integer> counts = new HashMap<>();
        now.forEach(each -> counts.put(each, times.getOrDefault(each, 0) + 1));
        times = counts;
        return now.stream().filter(each -> counts.get(each) >= often).collect(Collectors.toSet());
    }
}
