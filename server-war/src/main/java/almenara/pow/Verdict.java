package almenara.pow;

import java.util.Locale;

/** What a payment was found to be. */
public enum Verdict {
    PAID("it is paid"),
    MALFORMED("this is not a payment of this version"),
    FORGED("this quote is not of this cluster, or of long ago"),
    EXPIRED("this quote has expired"),
    ELSEWHERE("this quote is for another place"),
    TOO_LOW("the price has risen above this quote"),
    UNSORTED("the nonces of a proof increase"),
    SPENT("this proof has been spent"),
    UNSOLVED("this proof does not prove the work for this message");

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

    /** True when no honest client that knows the protocol gets here, whatever the time and the price did. */
    public boolean isFault() {
        return this == MALFORMED || this == FORGED || this == UNSORTED || this == UNSOLVED;
    }
}
