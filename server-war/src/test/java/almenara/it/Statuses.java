package almenara.it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How often hostile clients were answered with which status, by path: a path that lets nobody in proves nothing of what stands behind it. */
final class Statuses {

    static final int UPGRADED = 101;
    private static final Set<Integer> KEPT_OUT = Set.of(404, 429);
    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] ([0-9]{3}) ");

    private final Map<String, Map<Integer, Integer>> counts = new ConcurrentSkipListMap<>();

    /** What came as an answer at the path, which may be nothing. */
    void note(String path, String answer) {
        Matcher status = STATUS.matcher(answer);
        if (status.lookingAt()) {
            counts.computeIfAbsent(path, each -> new ConcurrentHashMap<>()).merge(Integer.valueOf(status.group(1)), 1, Integer::sum);
        }
    }

    /** Each of these has let somebody in. */
    void checkUpgrades(List<String> paths) {
        assertEquals(List.of(), paths.stream().filter(path -> !at(path).containsKey(UPGRADED)).toList(), this::toString);
    }

    /** Each of these has answered somebody with something else than that there is nothing, or too much. */
    void checkServed(List<String> paths) {
        assertEquals(List.of(), paths.stream().filter(path -> KEPT_OUT.containsAll(at(path).keySet())).toList(), this::toString);
    }

    /** Each of these has answered somebody. */
    void checkAnswered(List<String> paths) {
        assertEquals(List.of(), paths.stream().filter(path -> at(path).isEmpty()).toList(), this::toString);
    }

    private Map<Integer, Integer> at(String path) {
        return counts.getOrDefault(path, Map.of());
    }

    @Override
    public String toString() {
        return counts.toString();
    }
}
