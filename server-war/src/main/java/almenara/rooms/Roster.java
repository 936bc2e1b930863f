package almenara.rooms;

import almenara.messages.Entry;
import almenara.messages.Event;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The members of a room at a place of its log. */
final class Roster {

    private Roster() {
    }

    /** Who was there before that happened, where those are there after it. */
    static Set<String> before(Set<String> members, List<Event.Logged> events) {
        Set<String> before = new TreeSet<>(members);
        for (Event.Logged event : events.reversed()) {
            Entry entry = event.entry();
            switch (entry.kind()) {
                case PEER_JOINED -> before.remove(entry.from());
                case PEER_LEFT -> before.add(entry.from());
                default -> { }
            }
        }
        return before;
    }
}
