package almenara.rooms;

import almenara.messages.Position;
import java.util.concurrent.locks.ReentrantLock;

/** The right to append to a room for this node, one at a time, and where whoever has it begins. */
final class Turn {

    private final ReentrantLock lock = new ReentrantLock();
    /** About the furthest entry of which this node was told, applied or not. */
    private volatile Position heard;
    private Position taken;

    Turn(Position start) {
        this.heard = start;
        this.taken = start;
    }

    void begin() {
        lock.lock();
    }

    void end() {
        lock.unlock();
    }

    /** An entry is there. */
    void heard(Position at) {
        if (at.offset() > reached(heard, at)) {
            heard = at;
        }
    }

    /** Somebody has that position. Only in the turn. */
    void taken(Position at) {
        taken = at;
    }

    /** The next position that may be free. Only in the turn. A node that applies late does not begin where others have forgotten the entries already. */
    Position next(Position tail) {
        return new Position(tail.epoch(), 1 + Math.max(tail.offset(), Math.max(reached(taken, tail), reached(heard, tail) - RoomLog.NEAR)));
    }

    private static long reached(Position at, Position last) {
        return at.epoch().equals(last.epoch()) ? at.offset() : 0;
    }
}
