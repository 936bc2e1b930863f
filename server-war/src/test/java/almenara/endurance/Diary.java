package almenara.endurance;

import almenara.faults.Event;
import java.util.ArrayList;
import java.util.List;

/** What the members of one room have done and seen, one thing after the other. */
final class Diary {

    private final List<Event> events = new ArrayList<>();
    private long now;
    private int losses;

    /** A time of its own for each event. */
    long now() {
        return now++;
    }

    void add(Event event) {
        events.add(event);
    }

    void lost() {
        losses++;
    }

    /** How many connections have ended. */
    int losses() {
        return losses;
    }

    List<Event> events() {
        return events;
    }
}
