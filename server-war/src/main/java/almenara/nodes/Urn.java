package almenara.nodes;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/** A set from which one is drawn at random. Nothing that it does takes longer when it is full. */
final class Urn<T> {

    private final List<T> all = new ArrayList<>();
    private final Map<T, Integer> places = new HashMap<>();

    boolean isEmpty() {
        return all.isEmpty();
    }

    void add(T one) {
        if (places.putIfAbsent(one, all.size()) == null) {
            all.add(one);
        }
    }

    /** The last one takes the place that is free then. */
    void remove(T one) {
        Integer place = places.remove(one);
        if (place != null) {
            T last = all.removeLast();
            if (!last.equals(one)) {
                all.set(place, last);
                places.put(last, place);
            }
        }
    }

    /** Each as likely as the others; it stays. There has to be one. */
    T draw(RandomGenerator random) {
        return all.get(random.nextInt(all.size()));
    }
}
