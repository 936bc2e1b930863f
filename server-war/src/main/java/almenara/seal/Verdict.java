package almenara.seal;

import java.util.Locale;

/** What a proof was found to be. */
public enum Verdict {
    PROVEN("it is proven"),
    MALFORMED("this is not a proof of this version"),
    FORGED("this challenge is not of this cluster"),
    EXPIRED("this challenge has expired"),
    NO_SECRET("this room asks for a signature by its own key, too"),
    OTHER_ROOM("this is not the key of this room"),
    UNSOUND("a key for which anybody makes signatures proves nothing"),
    SPENT("this proof has been used"),
    UNSIGNED("this is not signed by the keys that it names");

    private final String meaning;

    Verdict(String meaning) {
        this.meaning = meaning;
    }

    /** One sentence about it, for the client's developer. */
    public String meaning() {
        return meaning;
    }

    /** The name in the shared vectors. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** True when no honest client that knows the protocol gets here, whatever the clocks and the nodes did. */
    public boolean isFault() {
        return this != PROVEN && !mayRetry();
    }

    /** True when another try with a fresh challenge may do: no fault of a client that was slow, or asked twice. */
    public boolean mayRetry() {
        return this == EXPIRED || this == SPENT || this == FORGED;
    }
}
