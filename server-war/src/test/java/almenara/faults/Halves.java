package almenara.faults;

import almenara.faults.Event.Dropped;
import almenara.faults.Event.Entered;
import almenara.faults.Event.Left;
import almenara.faults.Event.Published;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The history of a room in a cluster of two, whose halves went on without each other for a while: each half has a log of its own until they meet, when everybody is given
 * a roster (protocol, section 4). So a half has to be without findings in itself, and both together from their last rosters on. What became of a lease when they met is not judged:
 * one of the halves knew nothing of it, and its holder is refused when it answers.
 */
final class Halves {

    /** Longer than a half takes to tell its members who has come or left, while the link is down. */
    private static final long TOLD = TimeUnit.SECONDS.toNanos(8);

    private final List<Event> history;
    private final long met;

    /** The halves could see each other again from that moment on. */
    Halves(List<Event> history, long met) {
        this.history = history;
        this.met = met;
    }

    /** What is wrong, when these clients were at one of the halves all the time, and those at the other one; who has been at both is looked at from its last roster on. */
    List<Finding> findings(Set<Integer> one, Set<Integer> other) {
        return Stream.of(in(event -> one.contains(event.client())), in(event -> other.contains(event.client())), together()).flatMap(List::stream).toList();
    }

    private List<Finding> in(Predicate<Event> half) {
        List<Event> events = history.stream().filter(event -> half.test(event) || event instanceof Published).toList();
        List<Event> apart = events.stream().filter(half).filter(event -> event.at() < met).toList();
        return Stream.of(new Deliveries(events).findings(), new Claims(apart).findings(), new Answers(events).findings(met), new Rosters(apart).findings(met - TOLD)).flatMap(List::stream).toList();
    }

    /** From the last roster of each client on. Those who had gone when the halves met have none of both together. */
    private List<Finding> together() {
        Map<Integer, Entered> rosters = new HashMap<>();
        Map<Integer, Event> last = new HashMap<>();
        String epoch = "";
        for (Event event : history) {
            last.put(event.client(), event);
            if (event instanceof Entered entered && !entered.recovered()) {
                rosters.put(event.client(), entered);
                epoch = entered.place().epoch();
            }
        }
        String now = epoch;
        rosters.values().removeIf(entered -> !entered.place().epoch().equals(now) && hasGone(last.get(entered.client())));
        List<Event> late = history.stream()
                .filter(event -> event instanceof Published || rosters.containsKey(event.client()) && event.at() >= rosters.get(event.client()).at()).toList();
        return Stream.of(new Deliveries(late).findings(), new Rosters(late).findings(), new Rosters(late).ghosts(), new Claims(late).findings(), new Answers(late).findings()).flatMap(List::stream).toList();
    }

    private static boolean hasGone(Event last) {
        return last instanceof Left || last instanceof Dropped;
    }
}
