package almenara.nodes;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/** A random choice of nodes, first among networks and then among the nodes of each: whoever has many nodes in a few networks has as little of it as those networks. */
final class Sample {

    private Sample() {
    }

    static List<Sighting> of(Collection<Sighting> all, Rules.Bounds bounds, RandomGenerator random) {
        Map<String, List<Sighting>> networks = all.stream().collect(Collectors.groupingBy(Sighting::network));
        Random dice = Random.from(random);
        List<Deque<Sighting>> turns = new ArrayList<>();
        networks.values().forEach(nodes -> {
            List<Sighting> mixed = new ArrayList<>(nodes);
            Collections.shuffle(mixed, dice);
            turns.add(new ArrayDeque<>(mixed));
        });
        Collections.shuffle(turns, dice);
        List<Sighting> sample = new ArrayList<>();
        for (int round = 0; round < bounds.sampleNetwork(); round++) {
            turns.stream().map(Deque::poll).filter(each -> each != null).forEach(sample::add);
        }
        return sample.subList(0, Math.min(sample.size(), bounds.sample()));
    }
}
