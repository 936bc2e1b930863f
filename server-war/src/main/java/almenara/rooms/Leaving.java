package almenara.rooms;

import almenara.messages.Entry;
import almenara.messages.Refusal;

/** The end of a membership: the record goes first, then the log says so. */
record Leaving(Members members, RoomLog log) {

    private static final long SOON_MILLIS = 100;

    /** True when the member was still as it was held, and has gone. */
    boolean end(Room room, Members.Held held, String reason) {
        if (!members.remove(held)) {
            return false;
        }
        tell(room, held.member().peer(), reason);
        return true;
    }

    /**
     * The same for a member that says so itself. Refused where it is on record all the same: its record has just changed, or two parts of the cluster are meeting,
     * and the node that decides did not know of it.
     */
    void insist(Room room, Members.Held held, String reason) {
        if (!end(room, held, reason) && members.find(room.id, held.member().peer()).isPresent()) {
            throw new Refusal(Refusal.Code.OVERLOADED, "the session could not be ended just now", SOON_MILLIS);
        }
    }

    /**
     * Says in the log that the peer has gone. It may come again under its name before the log says so: then it is told of once more, or it would be a member of
     * whom nobody knows. Whoever comes in is on record before the log says that.
     */
    void tell(Room room, String peer, String reason) {
        log.append(room, Entry.left(peer, reason));
        if (members.find(room.id, peer).isPresent()) {
            log.append(room, Entry.joined(peer));
        }
    }
}
