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

/** What a refused command has begun does not stand in the way of its repetition. */
class UndoTest {

    private static final String ROOM = Nodes.ROOM;

    private final HandClock clock = new HandClock();
    private final OfferTable offers = new OfferTable(new MemoryTable(clock), OfferTableContract.LIMITS, clock, new Random(1));

    @BeforeEach
    void start() {
        offers.start();
    }

    private Offer publish() {
        return offers.publish(ROOM, OfferTableContract.draft("author", "", "{}"), Duration.ZERO);
    }

    @Test
    void anAnswerThatCouldNotBeToldIsGivenAgain() {
        Offer offer = publish();
        offers.claim(ROOM, OfferTableContract.wish("claimer"));
        offers.restore(ROOM, offers.answer(ROOM, offer.id(), "claimer"));
        assertEquals(Code.NO_OFFER, assertThrows(Refusal.class, () -> offers.claim(ROOM, OfferTableContract.wish("other"))).code());
        assertEquals(offer, offers.answer(ROOM, offer.id(), "claimer"));
        assertEquals(Code.UNKNOWN_OFFER, assertThrows(Refusal.class, () -> offers.answer(ROOM, offer.id(), "claimer")).code());
    }

    @Test
    void aRefreshThatIsRefusedDoesNotHoldTheOffer() {
        Offer offer = publish();
        Offer change = new Offer(offer.id(), "author", "", "", 0, "{\"new\":1}");
        assertEquals(Code.BAD_MESSAGE, assertThrows(Refusal.class, () -> offers.refresh(ROOM, change, Duration.ofSeconds(1))).code());
        assertEquals(List.of(offer), offers.list(ROOM, "claimer", ""));
        assertEquals(offer, offers.claim(ROOM, OfferTableContract.wish("claimer")));
    }
}
