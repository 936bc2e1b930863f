package almenara.rooms;

import almenara.messages.Position;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.locks.ReentrantLock;

/** The right to append to a room for this node, one at a time, and where whoever has it begins. */
final class Turn {

    private final ReentrantLock lock = new ReentrantLock();
    /** Positions that are taken, behind one that may be free. */
    private final TreeSet<Long> ahead = new TreeSet<>();
    /** Up to here every position is taken, whether this node has applied it or not. */
    private Position reached;
    /** What has come up for whoever has the right, and has to wait until it is given back. */
    private final List<Runnable> afterwards = new ArrayList<>();

    Turn(Position start) {
        this.reached = start;
    }

    void begin() {
        lock.lock();
    }

    /** True for the thread that has the right. */
    boolean isMine() {
        return lock.isHeldByCurrentThread();
    }

    /** Keeps a step for the {@link #end} of the turn, which is this thread's. */
    void afterwards(Runnable step) {
        afterwards.add(step);
    }

    /** Gives the right back, and what there is to do afterwards. */
    List<Runnable> end() {
        List<Runnable> steps = List.copyOf(afterwards);
        afterwards.clear();
        lock.unlock();
        return steps;
    }

    /** Somebody has that position. */
    synchronized void taken(Position at) {
        if (isOfOneEpoch(reached, at) && at.offset() > reached.offset()) {
            ahead.add(at.offset());
            advance();
        }
    }

    /** Everything up to there is taken. */
    synchronized void takenThrough(Position at) {
        if (isOfOneEpoch(reached, at) && at.offset() > reached.offset()) {
            go(at);
        }
    }

    /**
     * Everything up to there is taken, or up to the tail, and these offsets: nothing else is known any more. What this node had written may have come to nothing, if it
     * was cut off. In another epoch, in which the room goes on meanwhile, they are nothing at all.
     */
    synchronized void readAnew(Position tail, Position to, Collection<Long> offsets) {
        if (isOfOneEpoch(tail, to)) {
            Position through = tail.offset() > to.offset() ? tail : to;
            ahead.clear();
            reached = through;
            offsets.stream().filter(offset -> offset > through.offset()).forEach(ahead::add);
            advance();
        }
    }

    /** The room is where its tail is, perhaps in another epoch. */
    synchronized void follow(Position tail) {
        if (!isOfOneEpoch(reached, tail)) {
            ahead.clear();
            reached = tail;
        }
        takenThrough(tail);
    }

    /** The next position that may be free. A node that applies late does not begin where others have forgotten the entries already. */
    synchronized Position next(Position tail) {
        follow(tail);
        return reached.next();
    }

    private void go(Position to) {
        reached = to;
        ahead.headSet(to.offset(), true).clear();
        advance();
    }

    private void advance() {
        while (ahead.remove(reached.offset() + 1)) {
            reached = reached.next();
        }
    }

    private static boolean isOfOneEpoch(Position one, Position other) {
        return one.epoch().equals(other.epoch());
    }
}
