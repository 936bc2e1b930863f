package almenara.rooms;

import almenara.messages.Position;
import java.util.concurrent.atomic.AtomicLong;

/**
 * When a room has to be looked at by the caretaker: after a change of who is there, when the time of somebody has come, a while after something was said, and
 * else seldom. Most rooms of a node that has many are as they were a second ago, with everybody connected.
 */
final class Looks {

    /** Times for {@link #by}: in the next round, and only when something has changed. */
    static final long NOW = Long.MIN_VALUE;
    static final long NEVER = Long.MAX_VALUE;
    /** In one of so many rounds a room is looked at whatever is known of it. */
    static final int SELDOM = 64;
    /** What is said may wait for this part of what the log keeps, in entries and in time, before the room's head is brought up to it. */
    private static final int PART = 4;

    private final int slot;
    private final AtomicLong due = new AtomicLong(NOW);
    private Position seen;
    private long saidBy = NEVER;

    Looks(String room, Position start) {
        this.slot = Math.floorMod(room.hashCode(), SELDOM);
        this.seen = start;
    }

    /** A round of the caretaker, at that time in milliseconds of the epoch. */
    record Round(long number, long now, RoomLimits limits) {
    }

    /** How long what was said may wait, in milliseconds. Asked for each room: a {@link java.time.Duration} would be divided by way of a decimal number. */
    static long patience(RoomLimits limits) {
        return limits.resume().toMillis() / PART;
    }

    /** Something has changed, or is not as it should be: the next round is to look at it. */
    void stir() {
        by(NOW);
    }

    /** A look is due at that time, in milliseconds of the epoch, if not sooner. */
    void by(long time) {
        due.accumulateAndGet(time, Math::min);
    }

    /**
     * True when the room has to be looked at in that round: what it is found to need next is told from then on. The log has come to {@code tail}. Asked by one
     * thread at a time.
     */
    boolean begin(Round round, Position tail) {
        attend(round, tail);
        boolean begins = due.get() <= round.now() || saidBy <= round.now() || Math.floorMod(round.number(), SELDOM) == slot;
        if (begins) {
            due.set(NEVER);
            saidBy = NEVER;
            seen = tail;
        }
        return begins;
    }

    private void attend(Round round, Position tail) {
        if (!tail.epoch().equals(seen.epoch()) || tail.offset() - seen.offset() >= round.limits().entries() / PART) {
            stir();
        } else if (tail.offset() != seen.offset()) {
            // The time may have been put back.
            saidBy = Math.min(saidBy, round.now() + patience(round.limits()));
        }
    }
}
