package almenara.faults;

import java.util.List;
import java.util.stream.Stream;

/** A promise of docs/protocol.md that a history shows to be broken. */
public record Finding(Kind kind, String what) {

    public enum Kind {
        /** An entry of the log never reached a member that was there, though no gap was told. */
        NOT_DELIVERED,
        DELIVERED_TWICE,
        OUT_OF_ORDER,
        /** A member got later entries without an earlier one, and no gap was told. */
        SILENT_GAP,
        /** Two clients were told different things of one place in the log. */
        DISAGREEMENT,
        /** A signal that nobody has published. */
        INVENTED,
        TWO_WINNERS,
        LISTED_TWICE,
        LISTED_AFTER_LEAVING,
        /** Somebody is there and another member does not know it. */
        NOT_LISTED,
        /** Somebody is still listed who has been away for longer than a seat is kept. */
        GHOST
    }

    /** What is wrong in the history of one room, events by time. */
    public static List<Finding> in(List<Event> history) {
        return Stream.of(new Deliveries(history).findings(), new Claims(history).findings(), new Answers(history).findings(), new Rosters(history).findings()).flatMap(List::stream).toList();
    }

    /** The same of a room that has come to rest: whoever is away has been so for longer than a seat is kept, and is listed no more. */
    static List<Finding> atRest(List<Event> history) {
        return Stream.of(in(history), new Rosters(history).ghosts()).flatMap(List::stream).toList();
    }

    Finding of(int room) {
        return new Finding(kind, "room " + room + ": " + what);
    }

    @Override
    public String toString() {
        return kind + " " + what;
    }
}
