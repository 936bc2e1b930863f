package almenara.offers;

import static org.junit.jupiter.api.Assertions.assertTrue;

import almenara.messages.Offer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class ChoiceTest {

    private static final int PICKS = 6000;

    private final Choice choice = new Choice(new Random(7));

    private static Offer offer(int id, String author, String prefix) {
        return new Offer("offer" + id, author, "", prefix, 0, "");
    }

    /** How often, in hundredths, each was picked. */
    private Map<String, Integer> shares(List<Offer> offers, Function<Offer, String> by) {
        Map<String, Integer> shares = new HashMap<>();
        for (int pick = 0; pick < PICKS; pick++) {
            shares.merge(by.apply(choice.pick(offers)), 1, Integer::sum);
        }
        shares.replaceAll((name, count) -> Math.round(100f * count / PICKS));
        return shares;
    }

    private static void near(int expected, int actual) {
        assertTrue(Math.abs(expected - actual) <= 4, actual + " is not near " + expected);
    }

    @Test
    void anAddressWithManyAuthorsIsMetNoMoreOftenThanOneWithASingleAuthor() {
        List<Offer> offers = new ArrayList<>();
        for (int number = 0; number < 50; number++) {
            offers.add(offer(number, "sybil" + number, "203.0.113"));
        }
        offers.add(offer(50, "ann", "192.0.2"));
        offers.add(offer(51, "bob", "198.51.100"));
        Map<String, Integer> shares = shares(offers, Offer::prefix);
        shares.values().forEach(share -> near(33, share));
    }

    @Test
    void anAuthorWithManyOffersIsMetNoMoreOftenThanOneWithASingleOffer() {
        List<Offer> offers = new ArrayList<>();
        for (int number = 0; number < 8; number++) {
            offers.add(offer(number, "ann", "192.0.2"));
        }
        offers.add(offer(8, "bob", "192.0.2"));
        shares(offers, Offer::author).values().forEach(share -> near(50, share));
    }

    @Test
    void theOldestOfferIsNotPickedBeforeTheOthers() {
        List<Offer> offers = List.of(offer(0, "ann", ""), offer(1, "ann", ""), offer(2, "ann", ""), offer(3, "ann", ""));
        Map<String, Integer> shares = shares(offers, Offer::id);
        shares.values().forEach(share -> near(25, share));
        assertTrue(shares.size() == 4);
    }
}
