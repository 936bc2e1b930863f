package almenara.offers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import almenara.messages.Offer;
import almenara.messages.Refusal;
import almenara.messages.Refusal.Code;
import almenara.signaling.Nodes;
import almenara.tables.Table;
import almenara.tables.TableContract.Views;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** What the offer table promises on two nodes, over any table. Claims that race have a contract of their own. */
public abstract class OfferTableContract {

    static final OfferLimits LIMITS = new OfferLimits(8, 4, Duration.ofSeconds(60), Duration.ofSeconds(120), Duration.ofSeconds(20));
    private static final Duration USUAL = Duration.ZERO;
    /** A room of its own for each test. */
    private final String room = Nodes.room(Math.abs(UUID.randomUUID().hashCode()));
    private OfferTable a;
    private OfferTable b;

    protected abstract Views table();

    protected abstract Clock clock();

    protected abstract void pass(Duration time);

    @BeforeEach
    void start() {
        a = over(table().a(), 1);
        b = over(table().b(), 2);
    }

    private OfferTable over(Table table, long seed) {
        OfferTable offers = new OfferTable(table, LIMITS, clock(), new Random(seed));
        offers.start();
        return offers;
    }

    static Offer draft(String author, String to, String data) {
        return new Offer("", author, to, "192.0.2", 0, data);
    }

    static Wish wish(String claimer) {
        return new Wish(claimer, "", "", Set.of(), author -> true);
    }

    static Wish wish(String claimer, Offer offer) {
        return new Wish(claimer, offer.id(), "", Set.of(), author -> true);
    }

    private Offer publish(String author) {
        return a.publish(room, draft(author, "", "{\"of\":\"" + author + "\"}"), USUAL);
    }

    private static void refused(Code code, Executable command) {
        assertEquals(code, assertThrows(Refusal.class, command).code());
    }

    @Test
    void anOfferIsListedClaimedAndAnsweredOnTheOtherNode() {
        Offer offer = publish("ann");
        assertEquals(List.of(offer), b.list(room, "bob", ""));
        assertEquals(List.of(offer), b.list(room, "bob", "ann"));
        assertEquals(List.of(), b.list(room, "bob", "eve"));
        assertEquals(List.of(), b.list(room, "ann", ""), "nobody claims an offer of their own");
        assertEquals(offer, b.claim(room, wish("bob")));
        assertEquals(List.of(), a.list(room, "eve", ""));
        assertEquals(offer, a.answer(room, offer.id(), "bob"));
        assertEquals(0, b.count(room));
    }

    @Test
    void aConsumedOfferIsNeverMetAgain() {
        Offer offer = publish("ann");
        b.claim(room, wish("bob"));
        b.answer(room, offer.id(), "bob");
        refused(Code.UNKNOWN_OFFER, () -> a.answer(room, offer.id(), "bob"));
        refused(Code.CLAIM_EXPIRED, () -> a.release(room, offer.id(), "bob"));
        pass(Duration.ofSeconds(30));
        for (OfferTable table : List.of(a, b)) {
            refused(Code.NO_OFFER, () -> table.claim(room, wish("eve")));
            refused(Code.UNKNOWN_OFFER, () -> table.claim(room, wish("eve", offer)));
            refused(Code.UNKNOWN_OFFER, () -> table.withdraw(room, offer.id(), "ann"));
            refused(Code.UNKNOWN_OFFER, () -> table.hold(room, offer.id(), "ann"));
            assertEquals(List.of(), table.expire(room));
        }
    }

    @Test
    void onlyTheHolderAnswersOrReleases() {
        Offer offer = publish("ann");
        refused(Code.CLAIM_EXPIRED, () -> b.answer(room, offer.id(), "bob"));
        a.claim(room, wish("bob", offer));
        refused(Code.OFFER_CLAIMED, () -> b.claim(room, wish("eve", offer)));
        refused(Code.NO_OFFER, () -> b.claim(room, wish("eve")));
        refused(Code.CLAIM_EXPIRED, () -> b.answer(room, offer.id(), "eve"));
        refused(Code.CLAIM_EXPIRED, () -> b.release(room, offer.id(), "eve"));
        b.release(room, offer.id(), "bob");
        refused(Code.CLAIM_EXPIRED, () -> b.answer(room, offer.id(), "bob"));
        assertEquals(offer, b.claim(room, wish("eve")));
    }

    @Test
    void aLeaseThatEndsGivesTheOfferBackAndItsHolderIsTooLate() {
        Offer offer = publish("ann");
        b.claim(room, wish("bob"));
        pass(Duration.ofSeconds(21));
        refused(Code.CLAIM_EXPIRED, () -> b.answer(room, offer.id(), "bob"));
        assertEquals(List.of(offer), a.list(room, "eve", ""));
        assertEquals(offer, a.claim(room, wish("eve")));
        refused(Code.CLAIM_EXPIRED, () -> b.answer(room, offer.id(), "bob"));
        refused(Code.CLAIM_EXPIRED, () -> b.release(room, offer.id(), "bob"));
        assertEquals(offer, a.answer(room, offer.id(), "eve"));
    }

    @Test
    void anOfferEndsWithItsLifeAndIsHandedOutOnceForTheEndToBeTold() {
        Offer offer = a.publish(room, draft("ann", "", "1"), Duration.ofSeconds(5));
        assertEquals(List.of(), b.expire(room));
        pass(Duration.ofSeconds(6));
        refused(Code.NO_OFFER, () -> b.claim(room, wish("bob")));
        refused(Code.UNKNOWN_OFFER, () -> b.claim(room, wish("bob", offer)));
        refused(Code.UNKNOWN_OFFER, () -> a.refresh(room, offer, USUAL));
        assertEquals(0, a.count(room));
        assertEquals(List.of(offer), b.expire(room));
        assertEquals(List.of(), a.expire(room));
    }

    @Test
    void aClaimOutlivesItsOffer() {
        Offer offer = a.publish(room, draft("ann", "", "1"), Duration.ofSeconds(5));
        b.claim(room, wish("bob"));
        pass(Duration.ofSeconds(10));
        assertEquals(List.of(), a.expire(room), "it is being answered");
        assertEquals(offer, a.answer(room, offer.id(), "bob"));
    }

    @Test
    void aWithdrawnOfferCannotBeAnswered() {
        Offer offer = publish("ann");
        refused(Code.NOT_YOURS, () -> b.withdraw(room, offer.id(), "bob"));
        b.claim(room, wish("bob"));
        assertEquals(offer, b.withdraw(room, offer.id(), "ann"));
        refused(Code.UNKNOWN_OFFER, () -> a.withdraw(room, offer.id(), "ann"));
        refused(Code.UNKNOWN_OFFER, () -> b.answer(room, offer.id(), "bob"));
    }

    @Test
    void allOffersOfAnAuthorAreWithdrawnAndNobodyElses() {
        publish("ann");
        publish("ann");
        Offer other = publish("bob");
        assertEquals(2, b.withdrawAll(room, "ann").size());
        assertEquals(0, a.withdrawAll(room, "ann").size());
        assertEquals(List.of(other), a.list(room, "eve", ""));
    }

    @Test
    void aHeldOfferIsNotClaimedUntilItIsRefreshedOrTheHoldEnds() {
        Offer offer = publish("ann");
        refused(Code.NOT_YOURS, () -> b.hold(room, offer.id(), "bob"));
        assertEquals(Duration.ofSeconds(20), b.hold(room, offer.id(), "ann"));
        assertEquals(Duration.ofSeconds(20), a.hold(room, offer.id(), "ann"), "again");
        refused(Code.OFFER_CLAIMED, () -> a.claim(room, wish("bob", offer)));
        refused(Code.NO_OFFER, () -> b.claim(room, wish("bob")));
        Offer fresh = a.refresh(room, new Offer(offer.id(), "ann", "", "", 0, "2"), Duration.ofSeconds(120));
        assertEquals("2", fresh.data());
        assertEquals(fresh, b.claim(room, wish("bob")));
        refused(Code.OFFER_CLAIMED, () -> b.hold(room, offer.id(), "ann"));
        refused(Code.OFFER_CLAIMED, () -> b.refresh(room, fresh, USUAL));
        pass(Duration.ofSeconds(21));
        assertEquals(fresh, a.claim(room, wish("eve")));
    }

    @Test
    void aDirectedOfferIsForItsAddresseeAlone() {
        Offer offer = a.publish(room, draft("ann", "bob", "1"), USUAL);
        assertEquals(List.of(), b.list(room, "eve", ""));
        refused(Code.NOT_YOURS, () -> b.claim(room, wish("eve", offer)));
        refused(Code.NO_OFFER, () -> b.claim(room, wish("eve")));
        refused(Code.NOT_YOURS, () -> b.claim(room, wish("ann", offer)));
        assertEquals(offer, b.claim(room, wish("bob")));
    }

    @Test
    void aPeerHasItsEightOffersAndNoMore() {
        for (int number = 0; number < 8; number++) {
            (number % 2 == 0 ? a : b).publish(room, draft("ann", "", "1"), Duration.ofSeconds(10));
        }
        refused(Code.TOO_MANY_OFFERS, () -> b.publish(room, draft("ann", "", "1"), USUAL));
        publish("bob");
        pass(Duration.ofSeconds(11));
        publish("ann");
    }

    @Test
    void aPeerHoldsItsFourClaimsAndNoMore() {
        for (int number = 0; number < 6; number++) {
            publish("author" + number);
        }
        Offer first = a.claim(room, wish("bob"));
        b.claim(room, wish("bob"));
        a.claim(room, wish("bob"));
        Offer fourth = b.claim(room, wish("bob"));
        refused(Code.TOO_MANY_CLAIMS, () -> a.claim(room, wish("bob")));
        b.answer(room, first.id(), "bob");
        a.claim(room, wish("bob"));
        refused(Code.TOO_MANY_CLAIMS, () -> b.claim(room, wish("bob")));
        a.release(room, fourth.id(), "bob");
        b.claim(room, wish("bob"));
        pass(Duration.ofSeconds(21));
        a.claim(room, wish("bob"));
    }

    @Test
    void anOfferLivesFromFiveSecondsToTwoMinutes() {
        for (int life : List.of(5, 120)) {
            long before = clock().millis();
            long lives = a.publish(room, draft("ann", "", "1"), Duration.ofSeconds(life)).expires() - before;
            assertTrue(lives >= life * 1000L && lives < life * 1000L + 5000, "lives " + lives);
        }
        for (int life : List.of(1, 4, 121, Integer.MAX_VALUE)) {
            refused(Code.BAD_MESSAGE, () -> a.publish(room, draft("ann", "", "1"), Duration.ofSeconds(life)));
        }
    }

    @Test
    void authorsThatAreLeftOutOrOutOfReachAreNotHandedOut() {
        Offer ann = publish("ann");
        Offer bob = publish("bob");
        assertEquals(bob, b.claim(room, new Wish("eve", "", "", Set.of("ann"), author -> true)));
        b.release(room, bob.id(), "eve");
        assertEquals(ann, b.claim(room, new Wish("eve", "", "", Set.of(), "ann"::equals)));
        refused(Code.UNKNOWN_OFFER, () -> a.claim(room, new Wish("eve", bob.id(), "", Set.of(), "ann"::equals)));
        refused(Code.NO_OFFER, () -> a.claim(room, new Wish("eve", "", "bob", Set.of("bob"), author -> true)));
        assertEquals(bob, a.claim(room, new Wish("eve", "", "bob", Set.of(), author -> true)));
    }
}
