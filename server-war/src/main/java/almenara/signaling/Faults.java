package almenara.signaling;

import almenara.limits.Rate;
import almenara.messages.Refusal;
import almenara.messages.Refusal.Code;
import java.time.Duration;
import java.util.function.LongSupplier;

/** Counts, for each address, the payments and proofs that no honest client makes. */
public final class Faults {

    private final Rate rate;
    private final LongSupplier nanos;
    private final Tally tally;

    /** {@code rate} counts in nanoseconds, as {@code nanos} tells them. */
    public Faults(Rate rate, LongSupplier nanos, Tally tally) {
        this.rate = rate;
        this.nanos = nanos;
        this.tally = tally;
    }

    /** Refuses whoever comes from an address that has had too many, and counts that as {@code unseen}; not one that has paid. */
    void check(Payer payer, Tally.What unseen) {
        long delay = payer.isProven() ? 0 : rate.due(payer.address(), nanos.getAsLong());
        if (delay > 0) {
            payer.isPassedOver();
            tally.count(unseen);
            throw new Refusal(Code.OVERLOADED, "too many payments or proofs of your address were wrong", Duration.ofNanos(delay).toMillis() + 1).asFault();
        }
    }

    void add(Payer payer) {
        rate.delay(payer.address(), nanos.getAsLong());
    }
}
