package almenara.offers;

import java.time.Duration;

/** The bounds of the offer table: offers and claims a peer may hold, how long an offer lives unless told, how long at most, and how long a claim lasts. */
public record OfferLimits(int offers, int claims, Duration life, Duration longest, Duration lease) {

    /** The shortest life that an offer may be given. */
    public static final Duration SHORTEST = Duration.ofSeconds(5);
}
