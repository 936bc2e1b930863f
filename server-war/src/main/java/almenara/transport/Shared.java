package almenara.transport;

import almenara.dialects.Native;
import almenara.signaling.Signaling;
import almenara.signaling.Tally;
import java.util.concurrent.Executor;

/** What all connections of a node have in common. */
public record Shared(Signaling signaling, Native dialect, TransportLimits limits, Tally tally, Executor executor, Connections connections, Usage usage) {

    /** The same for a connection whose texts are counted where they really go out. */
    Shared uncounted() {
        return new Shared(signaling, dialect, limits, tally, executor, connections, new Usage());
    }
}
