package almenara.faults;

import almenara.faults.Event.Acknowledged;
import almenara.faults.Event.Entered;
import almenara.faults.Event.Published;
import almenara.faults.Event.Signal;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Signals that were said under two names: their author could not resume its session, was told so, and sent again under its new name what was not acknowledged under the old one. */
final class Renamed {

    private final Map<Integer, String> names = new HashMap<>();
    private final Map<Integer, Set<Integer>> pending = new HashMap<>();
    private final Set<Signal> signals = new HashSet<>();

    private Renamed() {
    }

    /** Those of the history of one room, events by time. Nobody can know by author and id that it has heard one of them. */
    static Set<Signal> in(List<Event> history) {
        Renamed renamed = new Renamed();
        history.forEach(renamed::take);
        return renamed.signals;
    }

    private void take(Event event) {
        switch (event) {
            case Published one -> pending(one.client()).add(one.n());
            case Acknowledged one -> pending(one.client()).remove(one.n());
            case Entered one -> enter(one);
            default -> { }
        }
    }

    private Set<Integer> pending(int client) {
        return pending.computeIfAbsent(client, any -> new TreeSet<>());
    }

    private void enter(Entered one) {
        String before = names.put(one.client(), one.peer());
        if (before != null && !before.equals(one.peer())) {
            pending(one.client()).forEach(n -> signals.add(new Signal(one.client(), n)));
        }
    }
}
