package almenara.rooms;

import almenara.messages.Position;

/** What the cluster has of a room: a position of its log that is near the tail, and a turn that changes with every write. */
record Head(Position at, long turn) {

    static Head decode(String text) {
        String[] fields = text.split("\n", 3);
        return new Head(new Position(fields[0], Long.parseLong(fields[1])), Long.parseLong(fields[2]));
    }

    Head turned() {
        return new Head(at, turn + 1);
    }

    String encode() {
        return at.epoch() + '\n' + at.offset() + '\n' + turn;
    }

    /** True when the log has come further, in the same epoch. */
    boolean isBehind(Position tail) {
        return tail.epoch().equals(at.epoch()) && tail.offset() > at.offset();
    }
}
