package almenara.faults;

import almenara.faults.Event.Acknowledged;
import almenara.faults.Event.Answered;
import almenara.faults.Event.Claimed;
import almenara.faults.Event.Delivered;
import almenara.faults.Event.Entered;
import almenara.faults.Event.Published;
import almenara.faults.Event.Signal;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** What a history says about times, from one moment on (nanoseconds of {@link System#nanoTime()}). */
final class Figures {

    private final History history;
    private final long moment;

    Figures(History history, long moment) {
        this.history = history;
        this.moment = moment;
    }

    /** How long it took each of these clients to be in its room again. */
    Percentiles back(Collection<Integer> clients) {
        return Percentiles.of(firstEntered(clients).values().stream().mapToLong(entered -> entered.at() - moment));
    }

    /** How many of these clients were told that they have missed nothing when they came back. */
    long recovered(Collection<Integer> clients) {
        return firstEntered(clients).values().stream().filter(Entered::recovered).count();
    }

    /** How many signals of these clients were acknowledged. */
    long count(Collection<Integer> clients) {
        return history.all().filter(event -> event.at() >= moment && clients.contains(event.client()) && event instanceof Acknowledged).count();
    }

    /** How many of these clients were told of a gap. */
    long told(Collection<Integer> clients) {
        return history.all().filter(event -> event.at() >= moment && clients.contains(event.client()) && event instanceof Entered entered && !entered.recovered())
                .mapToInt(Event::client).distinct().count();
    }

    /** How often one of these clients was told of a gap. */
    long gaps(Collection<Integer> clients) {
        return history.all().filter(event -> event.at() >= moment && clients.contains(event.client()) && event instanceof Entered entered && !entered.recovered()).count();
    }

    private Map<Integer, Entered> firstEntered(Collection<Integer> clients) {
        Map<Integer, Entered> first = new HashMap<>();
        history.all().filter(event -> event.at() >= moment && clients.contains(event.client()) && event instanceof Entered)
                .forEach(event -> first.putIfAbsent(event.client(), (Entered) event));
        return first;
    }

    /** The longest time in which one of these clients got nothing between two signals, of which the first may have come before the moment. */
    Percentiles silence(Collection<Integer> clients) {
        Map<Integer, Long> last = new HashMap<>();
        Map<Integer, Long> longest = new HashMap<>();
        history.all().filter(event -> event instanceof Delivered && clients.contains(event.client())).forEach(event -> {
            Long before = last.put(event.client(), event.at());
            if (before != null && event.at() >= moment) {
                longest.merge(event.client(), event.at() - before, Math::max);
            }
        });
        return Percentiles.of(longest.values().stream().mapToLong(Long::longValue));
    }

    /** From publishing to the acknowledgement, for what was acknowledged to these clients since the moment. */
    Percentiles acknowledged(Collection<Integer> clients) {
        return Delays.until(history.all().filter(event -> clients.contains(event.client())),
                event -> event instanceof Acknowledged one && one.at() >= moment ? Optional.of(new Signal(one.client(), one.n())) : Optional.empty());
    }

    /** From publishing to each delivery, of what these clients have said to each other since the moment. */
    Percentiles heard(Collection<Integer> clients) {
        return Delays.among(history, clients, moment);
    }

    /** How much there was of everything, over the whole history. */
    String sums() {
        return "published " + count(Published.class::isInstance) + ", acknowledged " + count(Acknowledged.class::isInstance) + ", delivered "
                + count(event -> event instanceof Delivered one && !one.dropped()) + ", sent again and dropped " + count(event -> event instanceof Delivered one && one.dropped())
                + ", claims won " + count(Claimed.class::isInstance) + ", answers taken " + count(Answered.class::isInstance);
    }

    private long count(Predicate<Event> which) {
        return history.all().filter(which).count();
    }
}
