package almenara.signaling;

import almenara.pow.Verdict;
import almenara.pow.Verifier;
import almenara.signaling.Tally.What;

/**
 * Takes all payments, whatever they come by. Of an address that has made too many that no honest client makes it looks at none for a while, so that a flood
 * of them costs no hashes.
 */
public final class Cashier {

    private final Verifier verifier;
    private final Faults faults;
    private final Tally tally;

    public Cashier(Verifier verifier, Faults faults, Tally tally) {
        this.verifier = verifier;
        this.faults = faults;
        this.tally = tally;
    }

    /** Spends the payment. Refused when it is not looked at. */
    Verdict spend(Payer payer, String payment, Verifier.Demand demand) {
        faults.check(payer, What.PAYMENT_UNSEEN);
        Verdict verdict = verifier.spend(payment, demand);
        payer.hears(verdict);
        tally.paid(verdict);
        if (verdict.isFault()) {
            faults.add(payer);
        }
        return verdict;
    }
}
