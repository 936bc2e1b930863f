package almenara.offers;

import java.util.Set;
import java.util.function.Predicate;

/**
 * What somebody would like to claim: that offer, or one of that author, or any but those of the authors left out; {@code reachable} tells whether an
 * author could get an answer now.
 */
public record Wish(String claimer, String offer, String from, Set<String> except, Predicate<String> reachable) {
}
