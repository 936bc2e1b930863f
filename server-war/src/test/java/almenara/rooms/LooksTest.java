package almenara.rooms;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import almenara.messages.Position;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class LooksTest {

    private static final long TIME = 1_000;
    private static final Position TAIL = new Position("aaaaaaaa", 7);
    /** Of {@link RoomOfTwo#LIMITS}: a quarter of the time that an entry lives, and of the entries that are kept. */
    private static final long SOON = 30_000;
    private static final long MANY = 25;

    private final Looks looks = new Looks("room", TAIL);
    /** A round in which the room is not looked at anyway. */
    private final long number = Math.floorMod("room".hashCode(), Looks.SELDOM) + 1;

    private boolean begin(long now, Position tail) {
        return looks.begin(new Looks.Round(number, now, RoomOfTwo.LIMITS), tail);
    }

    private boolean begin(long now) {
        return begin(now, TAIL);
    }

    private static Position tail(long more) {
        return new Position(TAIL.epoch(), TAIL.offset() + more);
    }

    @Test
    void aNewRoomIsLookedAtOnce() {
        assertTrue(begin(TIME));
        assertFalse(begin(TIME));
    }

    @Test
    void whatHasChangedIsLookedAtInTheNextRound() {
        begin(TIME);
        looks.by(Looks.NEVER);
        looks.stir();
        looks.by(Looks.NEVER);
        assertTrue(begin(TIME));
        assertFalse(begin(TIME));
    }

    @Test
    void aLookIsDueAtTheEarliestTimeThatWasNamed() {
        begin(TIME);
        looks.by(TIME + 20);
        looks.by(TIME + 10);
        looks.by(TIME + 30);
        assertFalse(begin(TIME + 9));
        assertTrue(begin(TIME + 10));
        assertFalse(begin(TIME + 30), "the look has told what comes next");
    }

    @Test
    void aRoomInWhichSomethingWasSaidIsLookedAtAWhileLater() {
        begin(TIME);
        assertFalse(begin(TIME, tail(1)));
        assertFalse(begin(TIME + SOON - 1, tail(2)));
        assertTrue(begin(TIME + SOON, tail(2)));
        assertFalse(begin(TIME + 3 * SOON, tail(2)), "nothing was said since");
        assertFalse(begin(TIME + 3 * SOON, tail(3)));
        assertTrue(begin(TIME + 4 * SOON, tail(3)));
    }

    @Test
    void whatWasSaidDoesNotWaitForAnybodysTime() {
        begin(TIME);
        looks.by(TIME + 2 * SOON);
        assertFalse(begin(TIME, tail(1)));
        assertTrue(begin(TIME + SOON, tail(1)));
    }

    @Test
    void whatWasSaidWaitsNoLongerWhenTheTimeIsPutBack() {
        begin(TIME);
        begin(TIME, tail(1));
        long before = TIME - 3_600_000;
        assertFalse(begin(before, tail(1)));
        assertTrue(begin(before + SOON, tail(1)));
    }

    @Test
    void aRoomInWhichMuchWasSaidIsLookedAtAtOnce() {
        begin(TIME);
        assertFalse(begin(TIME, tail(MANY - 1)));
        assertTrue(begin(TIME, tail(MANY)));
        assertFalse(begin(TIME, tail(2 * MANY - 1)));
        assertTrue(begin(TIME, tail(2 * MANY)));
    }

    @Test
    void aRoomThatGoesOnInAnotherEpochIsLookedAtAtOnce() {
        begin(TIME);
        assertTrue(begin(TIME, new Position("bbbbbbbb", 0)));
        assertFalse(begin(TIME, new Position("bbbbbbbb", 0)));
    }

    @Test
    void everyRoomIsLookedAtSeldomWhateverIsKnownOfIt() {
        begin(TIME);
        assertEquals(3, LongStream.range(0, 3 * Looks.SELDOM).filter(each -> looks.begin(new Looks.Round(each, TIME, RoomOfTwo.LIMITS), TAIL)).count());
    }
}
