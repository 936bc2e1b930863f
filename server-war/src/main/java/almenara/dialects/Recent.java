package almenara.dialects;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** A text that takes a while to make, and that anybody may ask for: it is made anew once a second at most, by one of those who ask. */
final class Recent {

    /** For so long (nanoseconds) a text is good. */
    static final long LIFE = TimeUnit.SECONDS.toNanos(1);

    private final Supplier<String> source;
    private final LongSupplier nanos;
    private String text = "";
    private long made;

    /** {@code nanos} tells the time in nanoseconds. */
    Recent(Supplier<String> source, LongSupplier nanos) {
        this.source = source;
        this.nanos = nanos;
    }

    synchronized String text() {
        long now = nanos.getAsLong();
        if (text.isEmpty() || now - made >= LIFE) {
            text = source.get();
            made = now;
        }
        return text;
    }
}
