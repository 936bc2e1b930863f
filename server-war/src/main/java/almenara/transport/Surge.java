package almenara.transport;

import almenara.messages.Refusal;
import java.util.function.DoubleSupplier;

/**
 * Keeps the price of the node from being driven up by those who pay none: once it is more than {@code factor} times its base, nobody comes in without work,
 * and what those say who are in counts for more. {@code rise} tells how many times its base the price is.
 */
public record Surge(DoubleSupplier rise, int factor) {

    /** A price falls by a fifth at most in a step of so long. */
    private static final long FALLING_MILLIS = 5000;

    /** Refuses who wants to come in. */
    void check() {
        if (times() > 1) {
            throw new Refusal(Refusal.Code.OVERLOADED, "this node is so busy that nobody comes in without work", FALLING_MILLIS);
        }
    }

    /** So many times what is said counts: once up to the factor, beyond it as often as the price is that many times its base. */
    int times() {
        return (int) Math.max(1, Math.ceil(rise.getAsDouble() / factor));
    }
}
