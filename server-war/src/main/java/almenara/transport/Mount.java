package almenara.transport;

import almenara.dialects.Dialect;
import almenara.limits.Rate;
import almenara.signaling.Signaling;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** A dialect at its path: the door that its clients go through, what they may do, and who counts it. */
public record Mount(String path, Dialect dialect, Signaling signaling, Bounds bounds, Consumer<Hearing> tally) {

    /**
     * Connections, frames of an address ({@code rate} counts in nanoseconds, as {@code nanos} tells them), characters of a connection that may wait for their
     * turn, and how many frames in a row that are none end a connection.
     */
    public record Bounds(Places places, Rate rate, LongSupplier nanos, int waiting, int faults) {
    }
}
