package almenara.rooms;

import almenara.messages.Entry;
import almenara.messages.Event;
import almenara.messages.Position;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What somebody who comes back is told: everything after a position. */
record Replay(Position at, List<Event.Logged> events) {

    private static final System.Logger LOG = System.getLogger(Replay.class.getName());

    /** Where it comes from: the log, as far as the node has applied it. */
    record Source(String room, Position tail, RoomLog log) {

        /** Everything after the place where somebody has got to, or nothing when not all of it can be had. */
        Optional<Replay> from(Position cursor) {
            if (!cursor.epoch().equals(tail.epoch()) || cursor.offset() > tail.offset()) {
                LOG.log(System.Logger.Level.DEBUG, "no continuity from {0} to {1}", cursor, tail);
                return Optional.empty();
            }
            List<Event.Logged> events = new ArrayList<>();
            for (Position at = cursor; at.offset() < tail.offset();) {
                at = at.next();
                Optional<Entry> entry = log.read(room, at).filter(found -> found.kind() != Entry.Kind.GAP);
                if (entry.isEmpty()) {
                    LOG.log(System.Logger.Level.DEBUG, "no continuity from {0} to {1}: the log has nothing at {2}", cursor, tail, at);
                    return Optional.empty();
                }
                events.add(new Event.Logged(at.offset(), entry.get()));
            }
            return Optional.of(new Replay(cursor, events));
        }
    }
}
