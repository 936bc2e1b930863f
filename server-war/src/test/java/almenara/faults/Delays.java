package almenara.faults;

import almenara.faults.Event.Delivered;
import almenara.faults.Event.Published;
import almenara.faults.Event.Signal;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** How long signals were on their way to those who hear them. */
final class Delays {

    private Delays() {
    }

    /** From publishing to each delivery to one of these clients, of what was published at that moment (of {@link System#nanoTime()}) or later. */
    static Percentiles of(History history, Collection<Integer> clients, long moment) {
        return of(history.all().filter(event -> event.at() >= moment && (event instanceof Published || clients.contains(event.client()))));
    }

    /** The same of what these clients have published for each other. */
    static Percentiles among(History history, Collection<Integer> clients, long moment) {
        return of(history.all().filter(event -> event.at() >= moment && clients.contains(event.client())));
    }

    private static Percentiles of(Stream<Event> events) {
        return until(events, event -> event instanceof Delivered one && !one.dropped() ? Optional.of(one.signal()) : Optional.empty());
    }

    /** From publishing to each of the events that end the way of a signal, which they are asked for. */
    static Percentiles until(Stream<Event> events, Function<Event, Optional<Signal>> ended) {
        Map<Signal, Long> published = new HashMap<>();
        LongStream.Builder times = LongStream.builder();
        events.forEach(event -> {
            if (event instanceof Published one) {
                published.put(new Signal(one.client(), one.n()), one.at());
            }
            ended.apply(event).map(published::get).ifPresent(at -> times.add(event.at() - at));
        });
        return Percentiles.of(times.build());
    }
}
