package almenara.offers;

import almenara.messages.Offer;
import java.util.List;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/**
 * Picks an offer at random, first among address prefixes, then among authors, then among offers, so that whoever publishes much, or from many sessions at one
 * address, is not met more often.
 */
final class Choice {

    private final RandomGenerator random;

    Choice(RandomGenerator random) {
        this.random = random;
    }

    Offer pick(List<Offer> offers) {
        return oneOf(group(group(offers, Offer::prefix), Offer::author));
    }

    private List<Offer> group(List<Offer> offers, Function<Offer, String> by) {
        String chosen = oneOf(offers.stream().map(by).distinct().toList());
        return offers.stream().filter(offer -> by.apply(offer).equals(chosen)).toList();
    }

    private <T> T oneOf(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }
}
