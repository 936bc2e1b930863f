package almenara.transport;

import almenara.dialects.Native;
import almenara.signaling.Signaling;
import almenara.signaling.Tally;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;

/** What all connections of a node have in common. */
public record Shared(Signaling signaling, Native dialect, TransportLimits limits, Tally tally, Threads threads, Connections connections, Usage usage) {

    /** Threads that may wait, and whether the node is alone: then nothing that a client asks for waits for another node, and no thread of its own is needed. */
    public record Threads(Executor executor, BooleanSupplier alone) {
    }

    Executor executor() {
        return threads.executor();
    }

    /** The same for a connection whose texts are counted where they really go out. */
    Shared uncounted() {
        return new Shared(signaling, dialect, limits, tally, threads, connections, new Usage());
    }
}
