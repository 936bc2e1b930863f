package almenara.transport;

import java.util.Locale;

/** What became of a frame of a foreign client. */
public enum Hearing {
    /** It was a frame of the protocol. */
    TAKEN,
    /** It was none. */
    FAULTY,
    /** It was passed over: too many came from its address, or waited on its connection. */
    PASSED_OVER,
    /** What it asked for was refused by the core. */
    REFUSED;

    /** The name in metrics. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
