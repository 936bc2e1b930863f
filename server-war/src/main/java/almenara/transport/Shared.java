package almenara.transport;

import almenara.dialects.Native;
import almenara.limits.Waste;
import almenara.signaling.Signaling;
import almenara.signaling.Tally;
import java.util.concurrent.Executor;

/** What all connections of a node have in common. {@code waste} is the time that goes into payments that no honest client makes. */
public record Shared(Signaling signaling, Native dialect, TransportLimits limits, Tally tally, Executor executor, Connections connections, Waste waste) {
}
