package almenara.faults;

import almenara.faults.Event.Acknowledged;
import almenara.faults.Event.Delivered;
import almenara.faults.Event.Dropped;
import almenara.faults.Event.Entered;
import almenara.faults.Event.Left;
import almenara.faults.Event.Place;
import almenara.faults.Event.Published;
import almenara.faults.Event.Signal;
import almenara.faults.Finding.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Whether everybody got every signal of the log of one room, once and in its order (protocol, section 4). */
final class Deliveries {

    /** What is known of one client. */
    private static final class Hearer {
        private Stay stay;
        private boolean attached;
        private final Set<Signal> seen = new HashSet<>();
        private final Map<Integer, Integer> newest = new HashMap<>();
    }

    private final List<Event> history;
    private final Log log = new Log();
    private final Set<Signal> published = new HashSet<>();
    private final Set<Signal> renamed;
    private final Map<Integer, Hearer> hearers = new HashMap<>();
    private final List<Stay> ended = new ArrayList<>();
    private final List<Late> late = new ArrayList<>();
    private final List<Finding> findings = new ArrayList<>();

    /** A signal that came after a newer one of its author. */
    private record Late(Delivered delivered, Stay stay, int newest) {
    }

    Deliveries(List<Event> history) {
        this.history = history;
        renamed = Renamed.in(history);
    }

    List<Finding> findings() {
        for (Event event : history) {
            if (event instanceof Published one) {
                published.add(new Signal(one.client(), one.n()));
            }
        }
        history.forEach(this::take);
        for (Stay stay : ended) {
            stay.missing(log, false, (kind, entry) -> missed(kind, stay, entry));
        }
        hearers.values().stream().filter(hearer -> hearer.stay != null)
                .forEach(hearer -> hearer.stay.missing(log, hearer.attached, (kind, entry) -> missed(kind, hearer.stay, entry)));
        findings.addAll(log.disagreements());
        late.stream().filter(one -> !isRepeat(one)).forEach(one -> findings.add(new Finding(Kind.OUT_OF_ORDER, one.delivered() + " after number " + one.newest() + " of its author")));
        return findings;
    }

    /** What was sent again, and stood in the log before the member came in, is new to it, and no promise is broken: nobody has published it twice. */
    private boolean isRepeat(Late one) {
        return log.has(one.delivered().signal(), one.stay().from());
    }

    private void missed(Kind kind, Stay stay, Map.Entry<Long, Signal> entry) {
        findings.add(new Finding(kind, stay + " did not get " + entry.getValue() + " at " + entry.getKey() + ", the last one that came was at " + stay.last()));
    }

    private void take(Event event) {
        Hearer hearer = hearers.computeIfAbsent(event.client(), any -> new Hearer());
        switch (event) {
            case Acknowledged one -> log.put(one.place(), new Signal(one.client(), one.n()), one.client());
            case Entered one -> enter(hearer, one);
            case Delivered one -> deliver(hearer, one);
            case Dropped one -> hearer.attached = false;
            case Left one -> end(hearer);
            default -> { }
        }
    }

    private void enter(Hearer hearer, Entered one) {
        hearer.attached = true;
        if (one.recovered() && hearer.stay != null && hearer.stay.epoch().equals(one.place().epoch())) {
            return;
        }
        if (one.recovered()) {
            findings.add(new Finding(Kind.SILENT_GAP, "client " + one.client() + " has recovered in " + one.place() + ", where it has not been"));
        }
        end(hearer);
        hearer.stay = new Stay(one.client(), one.place());
    }

    private void end(Hearer hearer) {
        if (hearer.stay != null) {
            ended.add(hearer.stay);
            hearer.stay = null;
        }
    }

    private void deliver(Hearer hearer, Delivered one) {
        if (!published.contains(one.signal())) {
            findings.add(new Finding(Kind.INVENTED, one.toString()));
        }
        if (hearer.stay == null) {
            return;
        }
        log.put(new Place(hearer.stay.epoch(), one.offset()), one.signal(), one.client());
        boolean overtaken = one.offset() < hearer.stay.last();
        if (!hearer.stay.add(one.offset())) {
            findings.add(new Finding(Kind.DELIVERED_TWICE, one + ", the same place of the log"));
        } else if (overtaken) {
            findings.add(new Finding(Kind.OUT_OF_ORDER, one + " after " + hearer.stay.last()));
        }
        if (!one.dropped()) {
            tell(hearer, one);
        }
    }

    /** What the application hears. */
    private void tell(Hearer hearer, Delivered one) {
        if (!hearer.seen.add(one.signal())) {
            if (!renamed.contains(one.signal())) {
                findings.add(new Finding(Kind.DELIVERED_TWICE, one.toString()));
            }
            return;
        }
        Integer newest = hearer.newest.merge(one.signal().author(), one.signal().n(), Math::max);
        if (newest != one.signal().n()) {
            late.add(new Late(one, hearer.stay, newest));
        }
    }
}
