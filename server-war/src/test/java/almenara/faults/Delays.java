package almenara.faults;

import almenara.faults.Event.Delivered;
import almenara.faults.Event.Published;
import almenara.faults.Event.Signal;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.LongStream;

/** How long signals were on their way to those who hear them: what a bad way does to them, to see that it was bad. */
final class Delays {

    private Delays() {
    }

    /** From publishing to each delivery to one of these clients, of what was published at that moment (of {@link System#nanoTime()}) or later. */
    static Percentiles of(History history, Collection<Integer> clients, long moment) {
        Map<Signal, Long> published = new HashMap<>();
        LongStream.Builder times = LongStream.builder();
        history.all().filter(event -> event.at() >= moment).forEach(event -> {
            if (event instanceof Published one) {
                published.put(new Signal(one.client(), one.n()), one.at());
            } else if (event instanceof Delivered one && clients.contains(one.client()) && !one.dropped() && published.containsKey(one.signal())) {
                times.add(one.at() - published.get(one.signal()));
            }
        });
        return Percentiles.of(times.build());
    }
}
