package almenara.transport;

import almenara.dialects.Dialect;
import almenara.limits.Rate;
import almenara.messages.Refusal;
import almenara.signaling.Signaling;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** A dialect at its paths: the door that its clients go through, what they may do, and who counts it. */
public record Mount(List<String> paths, Dialect dialect, Signaling signaling, Bounds bounds, Consumer<Hearing> tally) {

    /** So many characters count as one frame. */
    private static final int PART = 4096;
    private static final long BUSY_MILLIS = 500;

    public Mount {
        paths = List.copyOf(paths);
    }

    /** The first of the paths. */
    public String path() {
        return paths.getFirst();
    }

    /**
     * Connections, frames of an address ({@code rate} counts in nanoseconds, as {@code nanos} tells them), what they count for while the price is high,
     * characters of a connection that may wait for their turn, and how many frames in a row that are none end a connection.
     */
    public record Bounds(Places places, Rate rate, LongSupplier nanos, Surge surge, int waiting, int faults) {

        /** True when the address has said too much already to say so many frames more; else they count. */
        boolean isTooMuch(long address, int frames) {
            return rate.delay(address, nanos.getAsLong(), frames * surge.times()) > 0;
        }
    }

    /** The answer to a plain request, which counts as a frame of its length. */
    Dialect.Page page(String below, long address) {
        if (bounds.isTooMuch(address, 1)) {
            throw new Refusal(Refusal.Code.OVERLOADED, "your address has asked too often", BUSY_MILLIS);
        }
        Dialect.Page page = dialect.page(below);
        bounds.isTooMuch(address, parts(page.text()) - 1);
        return page;
    }

    /** As how many frames a text counts. */
    static int parts(String text) {
        return Math.max(1, Math.ceilDiv(text.length(), PART));
    }

    /** Refuses, before there is a connection, who can't have one now. */
    void check(long address) {
        signaling.checkServing();
        bounds.surge().check();
        bounds.places().check(address);
    }
}
