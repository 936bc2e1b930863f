package almenara.rooms;

import almenara.messages.Event;
import almenara.messages.Event.Continuity;
import almenara.messages.Position;
import almenara.messages.Seat;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What somebody is told who comes into a room: its place in the log, who is there, and what it has missed since. */
record Welcome(Position at, Continuity continuity, Set<String> members, List<Event.Logged> missed) {

    /** To a room whose log has come so far, and whose members at its tail are those. */
    static Welcome of(Way way, Feed feed, Set<String> present) {
        Optional<Position> cursor = way.cursor();
        return cursor.map(from -> back(way, from, feed, present)).orElseGet(() -> anew(way.least(), feed, present));
    }

    private static Welcome back(Way way, Position from, Feed feed, Set<String> present) {
        return feed.since(from).map(missed -> new Welcome(from, Continuity.RECOVERED, way.attends() ? present : Set.of(), missed))
                .orElseGet(() -> new Welcome(feed.tail(), Continuity.LOST, present, List.of()));
    }

    /** Somebody is new: it is told who was there when it came, and what has happened since, for others know of it since then and may have spoken to it. */
    private static Welcome anew(Position arrival, Feed feed, Set<String> present) {
        return feed.since(arrival).map(since -> new Welcome(arrival, Continuity.NEW, Roster.before(present, since), since))
                .orElseGet(() -> new Welcome(feed.tail(), Continuity.NEW, present, List.of()));
    }

    Event.Joined joined(Seat seat) {
        return new Event.Joined(seat, at, continuity, Audience.others(members, seat.peer()));
    }
}
