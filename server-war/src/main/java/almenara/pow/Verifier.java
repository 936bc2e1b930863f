package almenara.pow;

import almenara.pow.Terms.Place;
import almenara.tables.Table;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Takes payments, each once in the whole cluster. What costs least is looked at first, and a bad nonce is met, on the average, after one hash: a flood of
 * bad proofs costs its senders more than the node.
 */
public final class Verifier {

    /** Seconds that clocks may differ. */
    static final long SKEW = 10;
    /** A quote from a clock that is ahead is good for its life and twice the skew; what was spent is remembered for longer than that. */
    private static final long LATER = 3 * SKEW;
    private static final int KEY = 16;
    private static final String SPENT = "1";

    private final QuoteKeys keys;
    private final Table spent;
    private final Clock clock;
    private final RandomGenerator random;

    public Verifier(QuoteKeys keys, Table spent, Clock clock, RandomGenerator random) {
        this.keys = keys;
        this.spent = spent;
        this.clock = clock;
        this.random = random;
    }

    /** What is asked: the binding that the node made of what it got, and the least effort that a quote for that place has to have. */
    public record Demand(Binding binding, Asked asked) {
    }

    /** The least effort asked of a quote; of one for the whole node it may be another. */
    public interface Asked {
        long least(Scope scope);
    }

    /** Spends the payment for what was demanded. Only {@link Verdict#PAID} has changed anything. */
    public Verdict spend(String text, Demand demand) {
        Optional<Payment> payment = Payment.read(text);
        if (payment.isEmpty()) {
            return Verdict.MALFORMED;
        }
        long now = clock.instant().getEpochSecond();
        Verdict quoted = check(payment.get().quote(), demand, now);
        return quoted == Verdict.PAID ? check(payment.get(), demand.binding()) : quoted;
    }

    private Verdict check(Quote quote, Demand demand, long now) {
        // a quote may be as much ahead as the clock that made it
        if (!keys.signed(quote, now + SKEW)) {
            return Verdict.FORGED;
        }
        Terms terms = quote.terms();
        if (now < terms.issued() - SKEW || now > terms.issued() + terms.life() + SKEW) {
            return Verdict.EXPIRED;
        }
        if (!isGoodFor(terms.place(), demand.binding())) {
            return Verdict.ELSEWHERE;
        }
        return terms.effort() < demand.asked().least(terms.place().scope()) ? Verdict.TOO_LOW : Verdict.PAID;
    }

    private static boolean isGoodFor(Place place, Binding binding) {
        return switch (place.scope()) {
            case NODE -> true;
            case ROOM -> !binding.room().isEmpty() && place.equals(Place.room(binding.room()));
            case TURN -> binding.action() == Action.TOKEN;
            case DHT -> binding.action() == Action.DHT_PUT;
        };
    }

    private Verdict check(Payment payment, Binding binding) {
        if (!increase(payment.nonces())) {
            return Verdict.UNSORTED;
        }
        byte[] digest = binding.digest(payment.quote(), payment.salt());
        String key = Bytes.text(Arrays.copyOf(digest, KEY));
        if (spent.get(key).isPresent()) {
            return Verdict.SPENT;
        }
        Terms terms = payment.quote().terms();
        if (!solved(new Puzzle(digest, binding.work(terms.effort())), payment.nonces())) {
            return Verdict.UNSOLVED;
        }
        return spent.putIfAbsent(key, SPENT, Duration.ofSeconds(terms.life() + LATER)) ? Verdict.PAID : Verdict.SPENT;
    }

    private static boolean increase(int[] nonces) {
        for (int i = 1; i < nonces.length; i++) {
            if (Integer.compareUnsigned(nonces[i - 1], nonces[i]) >= 0) {
                return false;
            }
        }
        return true;
    }

    /** Nobody knows which nonce is looked at first, so a proof of which a part is solved is no better than one that is not. */
    private boolean solved(Puzzle puzzle, int[] nonces) {
        int[] shuffled = nonces.clone();
        for (int left = shuffled.length; left > 0; left--) {
            int next = random.nextInt(left);
            int nonce = shuffled[next];
            shuffled[next] = shuffled[left - 1];
            if (!puzzle.fits(nonce)) {
                return false;
            }
        }
        return true;
    }
}
