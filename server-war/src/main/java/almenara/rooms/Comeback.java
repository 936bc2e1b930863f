package almenara.rooms;

import almenara.messages.Position;

/**
 * How far somebody has got who comes back. It is unsure when it comes from a node that has died: that one may have told of entries that were not agreed upon
 * yet, and what it told last is then told again as it is.
 */
record Comeback(Position cursor, boolean unsure) {

    /** Where to begin, for a room that has got to that tail; a cursor a little ahead of it is unsure as well. */
    Position from(Position tail) {
        boolean same = cursor.epoch().equals(tail.epoch());
        boolean ahead = same && cursor.offset() > tail.offset() && cursor.offset() - tail.offset() <= RoomLog.NEAR;
        if (ahead) {
            return tail.back(RoomLog.NEAR);
        }
        return unsure ? cursor.back(RoomLog.NEAR) : cursor;
    }
}
