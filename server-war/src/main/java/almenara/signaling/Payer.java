package almenara.signaling;

import almenara.pow.Verdict;

/**
 * Who pays: from which address, and what came of it so far. A connection has one; a request of its own is one. Whoever has paid, and never in a way that no
 * honest client does, answers for itself alone; for everybody else the address answers.
 */
public final class Payer {

    private enum Standing { UNKNOWN, PROVEN, FAULTY }

    private final long address;
    private Standing standing = Standing.UNKNOWN;
    private int wrong;

    public Payer(long address) {
        this.address = address;
    }

    long address() {
        return address;
    }

    synchronized boolean isProven() {
        return standing == Standing.PROVEN;
    }

    /** How many payments and proofs in a row were faults, or were not looked at for those of the address. */
    synchronized int wrong() {
        return wrong;
    }

    synchronized void hears(Verdict verdict) {
        if (verdict.isFault()) {
            isWrong();
        } else if (verdict == Verdict.PAID) {
            standing = standing == Standing.FAULTY ? Standing.FAULTY : Standing.PROVEN;
            wrong = 0;
        }
    }

    /** A payment or a proof was one that no honest client makes. (A good proof costs nobody much, so it proves nothing of who made it.) */
    synchronized void isWrong() {
        standing = Standing.FAULTY;
        wrong++;
    }

    synchronized void isPassedOver() {
        wrong++;
    }
}
