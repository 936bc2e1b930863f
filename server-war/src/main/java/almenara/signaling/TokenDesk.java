package almenara.signaling;

import almenara.limits.Rate;
import almenara.messages.Event;
import almenara.messages.Refusal;
import almenara.messages.Refusal.Code;
import almenara.turn.Credentials;
import java.time.Duration;
import java.util.HexFormat;
import java.util.function.LongSupplier;

/** Gives TURN credentials to those whom the gate lets through, and to each network only so often, at this node. */
public final class TokenDesk {

    private final Gate gate;
    private final Credentials credentials;
    private final Rate rate;
    private final LongSupplier nanos;

    /** {@code rate} counts in nanoseconds, as {@code nanos} tells them. */
    public TokenDesk(Gate gate, Credentials credentials, Rate rate, LongSupplier nanos) {
        this.gate = gate;
        this.credentials = credentials;
        this.rate = rate;
        this.nanos = nanos;
    }

    /** Nobody pays, at the gate, for what the rate then refuses. So those who ask at the same moment may get a few more than it says. */
    public Event ask(Asker asker) {
        credentials.check();
        long network = HexFormat.fromHexDigitsToLong(asker.network());
        long delay = rate.due(network, nanos.getAsLong());
        if (delay > 0) {
            throw new Refusal(Code.TOO_MANY_TOKENS, "this network has had its TURN credentials for now", Duration.ofNanos(delay).toMillis() + 1);
        }
        gate.admit(asker);
        rate.delay(network, nanos.getAsLong());
        return credentials.issue(asker.network());
    }
}
