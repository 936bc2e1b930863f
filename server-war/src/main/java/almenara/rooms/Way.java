package almenara.rooms;

import almenara.messages.Position;
import java.util.Optional;

/**
 * How somebody comes in: where it has got to before, if it was here; as far as the log was, at least, when it came; and whether it is told of every arrival when
 * the log says so, even of one that was on record before.
 */
record Way(Optional<Position> cursor, Position least, boolean attends) {

    Way(Optional<Position> cursor, Position least) {
        this(cursor, least, false);
    }

    static Way of(Position cursor) {
        return new Way(Optional.of(cursor), cursor);
    }
}
