package almenara.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;

import almenara.messages.Refusal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.infinispan.Cache;
import org.infinispan.context.Flag;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a node holds once it is back, whom the others had given up. */
class GivenUpCopiesTest {

    private static final int NODES = 3;
    private static final int KEYS = 90;
    private static final String PROBE = "probe";

    private final Grid grid = Grid.parting(NODES);
    private final List<Cache<String, String>> caches = IntStream.range(0, NODES).mapToObj(node -> grid.cache(node, "members")).toList();
    private final List<CacheTable> tables = caches.stream().map(cache -> new CacheTable(cache, Runnable::run)).toList();
    private final Map<String, String> expected = new TreeMap<>();

    @AfterEach
    void close() {
        grid.close();
    }

    private boolean isWhole() {
        return IntStream.range(0, NODES).allMatch(node -> grid.holders(node, "members") == NODES);
    }

    private boolean serves(int node) {
        try {
            tables.get(node).put(PROBE, "done", Duration.ZERO);
            return true;
        } catch (Refusal refusal) {
            return false;
        }
    }

    private void put(int node, String key, String value) {
        tables.get(node).put(key, value, Duration.ZERO);
        expected.put(key, value);
    }

    private void change(int node) {
        for (int key = 0; key < KEYS; key += 3) {
            tables.get(node).remove("key " + key, "before");
            expected.remove("key " + key);
            put(node, "key " + (key + 1), "after");
            put(node, "new key " + key, "after");
        }
    }

    private static Map<String, String> held(Cache<String, String> cache) {
        return cache.getAdvancedCache().withFlags(Flag.CACHE_MODE_LOCAL).entrySet().stream().filter(entry -> !entry.getKey().equals(PROBE))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, (one, other) -> one, TreeMap::new));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void itHoldsWhatTheOthersHold(int alone) {
        int other = NODES - 1;
        Grid.await("all are there", this::isWhole);
        IntStream.range(0, KEYS).forEach(key -> put(other, "key " + key, "before"));
        grid.part(alone, true);
        Grid.await("the node is alone", () -> grid.seen(alone) == 1);
        Grid.await("the others go on", () -> serves(other));
        change(other);
        grid.part(alone, false);
        Grid.await("all are there again", () -> isWhole() && serves(alone));
        caches.forEach(cache -> assertEquals(expected, held(cache)));
    }
}
