package almenara.signaling;

import almenara.limits.Rate;
import almenara.messages.Refusal;
import almenara.messages.Refusal.Code;
import almenara.pow.Verdict;
import almenara.pow.Verifier;
import almenara.signaling.Tally.What;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Takes all payments, whatever they come by. Of an address that has made too many that no honest client makes it looks at none for a while, so that a flood
 * of them costs no hashes.
 */
public final class Cashier {

    private final Verifier verifier;
    private final Rate faults;
    private final LongSupplier nanos;
    private final Tally tally;

    /** {@code faults} counts in nanoseconds, as {@code nanos} tells them. */
    public Cashier(Verifier verifier, Rate faults, LongSupplier nanos, Tally tally) {
        this.verifier = verifier;
        this.faults = faults;
        this.nanos = nanos;
        this.tally = tally;
    }

    /** Spends the payment. Refused when it is not looked at. */
    Verdict spend(Payer payer, String payment, Verifier.Demand demand) {
        long delay = payer.isProven() ? 0 : faults.due(payer.address(), nanos.getAsLong());
        if (delay > 0) {
            payer.isPassedOver();
            tally.count(What.PAYMENT_UNSEEN);
            throw new Refusal(Code.OVERLOADED, "too many payments of your address were wrong", Duration.ofNanos(delay).toMillis() + 1).asFault();
        }
        Verdict verdict = verifier.spend(payment, demand);
        payer.hears(verdict);
        tally.paid(verdict);
        if (verdict.isFault()) {
            faults.delay(payer.address(), nanos.getAsLong());
        }
        return verdict;
    }
}
