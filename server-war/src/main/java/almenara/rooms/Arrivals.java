package almenara.rooms;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Who waits for somebody to come into a room; on this node alone. */
final class Arrivals {

    private final Map<String, Set<Runnable>> waiting = new ConcurrentHashMap<>();

    /** Runs the step whenever somebody may have come, until what is returned is run. */
    Runnable watch(String room, Runnable step) {
        Runnable own = step::run;
        waiting.compute(room, (same, others) -> {
            Set<Runnable> all = others == null ? ConcurrentHashMap.newKeySet() : others;
            all.add(own);
            return all;
        });
        return () -> waiting.computeIfPresent(room, (same, all) -> {
            all.remove(own);
            return all.isEmpty() ? null : all;
        });
    }

    /** Somebody may have come. */
    void tell(String room) {
        waiting.getOrDefault(room, Set.of()).forEach(Runnable::run);
    }

    /** How many rooms are waited for. */
    int size() {
        return waiting.size();
    }
}
