package almenara.dialects;

import almenara.messages.Named;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Who may be told of to strangers: at most so many of those that {@code named} gives, which may belong to any dialect; {@code nanos} tells the time. */
public record Roll(int most, Supplier<Stream<Named>> named, LongSupplier nanos) {

    /** Nobody. */
    public static final Roll EMPTY = new Roll(0, Stream::empty, () -> 0);

    /** True when nobody is ever told of. */
    boolean isClosed() {
        return most == 0;
    }
}
