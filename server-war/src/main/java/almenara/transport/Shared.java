package almenara.transport;

import almenara.dialects.Native;
import almenara.signaling.Signaling;
import almenara.signaling.Tally;
import java.util.concurrent.Executor;

/** What all connections of a node have in common. */
public record Shared(Signaling signaling, Native dialect, TransportLimits limits, Tally tally, Executor executor, Connections connections, Usage usage) {
}
