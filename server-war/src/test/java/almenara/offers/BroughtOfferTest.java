package almenara.offers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import almenara.messages.Offer;
import almenara.messages.Refusal;
import almenara.messages.Refusal.Code;
import almenara.signaling.Nodes;
import almenara.tables.HandClock;
import almenara.tables.MemoryTable;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Offers that were made elsewhere and keep their ids. */
class BroughtOfferTest {

    private static final String ROOM = Nodes.room(1);

    private final HandClock clock = new HandClock();
    private final OfferTable table = new OfferTable(new MemoryTable(clock), OfferTableContract.LIMITS, clock, new Random(1));

    @BeforeEach
    void start() {
        table.start();
    }

    private Offer offer(String id, String author, int seconds, String data) {
        return new Offer(id, author, "", "guest/key", clock.millis() + Duration.ofSeconds(seconds).toMillis(), data);
    }

    private boolean bring(Offer offer) {
        return table.bring(ROOM, offer);
    }

    @Test
    void itIsListedClaimedAndAnsweredLikeAnyOther() {
        Offer ann = offer("o1", "ann", 60, "1");
        assertEquals(true, bring(ann));
        assertEquals(List.of(ann), table.list(ROOM, "bob", ""));
        assertEquals(ann, table.claim(ROOM, OfferTableContract.wish("bob")));
        assertEquals(ann, table.answer(ROOM, "o1", "bob"));
        assertEquals(false, bring(ann), "answered is answered");
        assertEquals(List.of(), table.of(ROOM, "ann"));
    }

    @Test
    void anotherStateOfItTakesItsPlaceUnlessSomebodyHoldsIt() {
        bring(offer("o1", "ann", 60, "1"));
        Offer second = offer("o1", "ann", 90, "2");
        assertEquals(true, bring(second));
        assertEquals(List.of(second), table.of(ROOM, "ann"));
        table.claim(ROOM, OfferTableContract.wish("bob"));
        assertEquals(false, bring(offer("o1", "ann", 90, "3")));
        table.release(ROOM, "o1", "bob");
        assertEquals(true, bring(offer("o1", "ann", 90, "3")));
    }

    @Test
    void itHasEndedOrEndsWithinTheLongestLife() {
        assertEquals(false, bring(offer("o1", "ann", 0, "1")));
        assertEquals(false, bring(offer("o1", "ann", 121, "1")));
        assertEquals(true, bring(offer("o1", "ann", 120, "1")));
        assertEquals(true, bring(offer("o2", "ann", 1, "1")), "also when little is left of it");
        clock.advance(Duration.ofSeconds(1));
        assertEquals(1, table.of(ROOM, "ann").size());
    }

    @Test
    void itsAuthorHasEightOffersAtMost() {
        for (int number = 0; number < 8; number++) {
            assertEquals(true, bring(offer("o" + number, "ann", 60, "1")));
        }
        assertEquals(false, bring(offer("o8", "ann", 60, "1")));
        assertEquals(true, bring(offer("o7", "ann", 60, "2")), "one that is there may change");
        assertEquals(true, bring(offer("o8", "bob", 60, "1")));
    }

    @Test
    void theOfferOfSomebodyElseIsLeftAlone() {
        Offer ann = table.publish(ROOM, OfferTableContract.draft("ann", "", "1"), Duration.ZERO);
        assertEquals(false, bring(offer(ann.id(), "eve", 60, "2")));
        assertEquals(List.of(ann), table.of(ROOM, "ann"));
        assertEquals(Code.NOT_YOURS, assertThrows(Refusal.class, () -> table.withdraw(ROOM, ann.id(), "eve")).code());
    }
}
