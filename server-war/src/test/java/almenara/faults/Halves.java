package almenara.faults;

import almenara.faults.Event.Entered;
import almenara.faults.Event.Published;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The history of a room in a cluster of two, whose halves went on without each other for a while: each half has a log of its own until they meet, when everybody is given
 * a roster (protocol, section 4). So a half has to be without findings in itself, and both together from their last rosters on.
 */
final class Halves {

    private final List<Event> history;

    Halves(List<Event> history) {
        this.history = history;
    }

    /** What is wrong, when these clients were at one of the halves all the time and all others at the other one. */
    List<Finding> findings(Set<Integer> one) {
        return Stream.of(in(event -> one.contains(event.client())), in(event -> !one.contains(event.client())), together()).flatMap(List::stream).toList();
    }

    private List<Finding> in(Predicate<Event> half) {
        List<Event> events = history.stream().filter(event -> half.test(event) || event instanceof Published).toList();
        List<Event> own = events.stream().filter(half).toList();
        return Stream.of(new Deliveries(events).findings(), new Claims(own).findings()).flatMap(List::stream).toList();
    }

    /** From the last roster of each client on. */
    private List<Finding> together() {
        Map<Integer, Long> since = new HashMap<>();
        for (Event event : history) {
            if (event instanceof Entered entered && !entered.recovered()) {
                since.put(event.client(), event.at());
            }
        }
        List<Event> late = history.stream().filter(event -> event instanceof Published || event.at() >= since.getOrDefault(event.client(), 0L)).toList();
        return Stream.of(new Deliveries(late).findings(), new Rosters(late).findings()).flatMap(List::stream).toList();
    }
}
