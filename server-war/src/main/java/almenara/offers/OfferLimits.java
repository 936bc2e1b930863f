package almenara.offers;

import almenara.messages.Refusal;
import java.time.Duration;

/** The bounds of the offer table: offers and claims a peer may hold, how long an offer lives unless told, how long at most, and how long a claim lasts. */
public record OfferLimits(int offers, int claims, Duration life, Duration longest, Duration lease) {

    /** The shortest life that an offer may be given. */
    public static final Duration SHORTEST = Duration.ofSeconds(5);

    /** The life that was asked for, if an offer may have it; zero asks for the usual one. */
    Duration life(Duration asked) {
        if (asked.isZero()) {
            return life;
        }
        if (asked.compareTo(SHORTEST) < 0 || asked.compareTo(longest) > 0) {
            throw new Refusal(Refusal.Code.BAD_MESSAGE, "life is from " + SHORTEST.toSeconds() + " to " + longest.toSeconds() + " seconds");
        }
        return asked;
    }
}
