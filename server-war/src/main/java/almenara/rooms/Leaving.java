package almenara.rooms;

import almenara.messages.Entry;

/** The end of a membership: the record goes first, then the log says so. */
record Leaving(Members members, RoomLog log) {

    /**
     * True when the member was still as it was held, and has gone. A peer that has proven its name may come again before the log says that it went: then it is
     * told of once more, or it would be a member of whom nobody knows.
     */
    boolean end(Room room, Members.Held held, String reason) {
        if (!members.remove(held)) {
            return false;
        }
        String peer = held.member().peer();
        log.append(room, Entry.left(peer, reason));
        if (members.find(room.id, peer).isPresent()) {
            log.append(room, Entry.joined(peer));
        }
        return true;
    }
}
