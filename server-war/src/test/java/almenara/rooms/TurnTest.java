package almenara.rooms;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import almenara.messages.Position;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TurnTest {

    private static final String EPOCH = "aaaaaaaa";
    private final Turn turn = new Turn(at(5));

    private static Position at(long offset) {
        return new Position(EPOCH, offset);
    }

    @Test
    void theFirstPositionIsBehindTheTail() {
        assertEquals(at(6), turn.next(at(5)));
        assertEquals(at(10), turn.next(at(9)));
    }

    @Test
    void whatIsTakenIsNotTriedAgainThoughItIsNotApplied() {
        turn.taken(at(6));
        turn.taken(at(7));
        assertEquals(at(8), turn.next(at(5)));
    }

    @Test
    void aHoleIsTriedThoughThereIsSomethingBehindIt() {
        turn.taken(at(8));
        turn.taken(at(7));
        assertEquals(at(6), turn.next(at(5)));
        turn.taken(at(6));
        assertEquals(at(9), turn.next(at(5)));
    }

    @Test
    void aHoleThatTheTailHasPassedIsNotTried() {
        turn.taken(at(9));
        assertEquals(at(10), turn.next(at(8)));
    }

    @Test
    void nothingIsTriedUpToWhereEverythingIsTaken() {
        turn.taken(at(6));
        turn.taken(at(21));
        turn.takenThrough(at(20));
        assertEquals(at(22), turn.next(at(5)));
        turn.takenThrough(at(7));
        assertEquals(at(22), turn.next(at(5)));
    }

    @Test
    void whatWasTakenIsFreeAgainWhereItIsGoneWhenEverythingIsReadAnew() {
        turn.taken(at(6));
        turn.taken(at(7));
        turn.taken(at(9));
        turn.readAnew(at(3), at(5), Set.of(4L, 5L, 6L, 8L));
        assertEquals(at(7), turn.next(at(5)));
        turn.taken(at(7));
        assertEquals(at(9), turn.next(at(5)));
    }

    @Test
    void whatIsReadAnewOfAnEpochThatIsOverIsTakenInNoOther() {
        Position start = new Position("bbbbbbbb", 0);
        turn.follow(start);
        turn.readAnew(start, at(5), Set.of(1L, 2L, 3L));
        assertEquals(start.next(), turn.next(start));
    }

    @Test
    void anotherEpochBeginsWhereTheTailIs() {
        turn.taken(at(6));
        turn.taken(at(8));
        assertEquals(new Position("bbbbbbbb", 4), turn.next(new Position("bbbbbbbb", 3)));
    }

    @Test
    void whatIsTakenInAnotherEpochSaysNothing() {
        turn.taken(new Position("bbbbbbbb", 6));
        turn.takenThrough(new Position("bbbbbbbb", 60));
        assertEquals(at(6), turn.next(at(5)));
    }

    @Test
    void whatComesUpForWhoeverHasTheTurnIsGivenBackWithItOnce() {
        List<String> done = new ArrayList<>();
        turn.begin();
        turn.afterwards(() -> done.add("first"));
        turn.afterwards(() -> done.add("second"));
        List<Runnable> steps = turn.end();
        assertEquals(List.of(), done);
        steps.forEach(Runnable::run);
        assertEquals(List.of("first", "second"), done);
        turn.begin();
        assertEquals(List.of(), turn.end());
    }

    @Test
    void theTurnIsOfTheThreadThatHasBegunIt() throws InterruptedException {
        List<Boolean> others = new ArrayList<>();
        assertFalse(turn.isMine());
        turn.begin();
        assertTrue(turn.isMine());
        Thread.ofVirtual().start(() -> others.add(turn.isMine())).join();
        turn.end();
        assertEquals(List.of(false), others);
        assertFalse(turn.isMine());
    }
}
