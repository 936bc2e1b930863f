package almenara.dialects;

import java.util.function.UnaryOperator;

/**
 * The protocol of a foreign client, over the same rooms as the native one. What a client says becomes commands, what happens becomes its frames; the core
 * never learns which client it talks to.
 */
public interface Dialect {

    /** The word for it in settings and metrics, and the label of its namespace. */
    String name();

    /** True where clients may come by long-polling, too, as those of Engine.IO do. */
    default boolean polls() {
        return false;
    }

    /** What is said over one connection from now on; {@code query} are the parameters of its URL. */
    Conversation begin(Way way, UnaryOperator<String> query);

    /** What a plain GET is answered with; {@code below} is what its path has below that of the dialect, without a slash at either end. */
    Page page(String below);

    /** An answer over HTTP. */
    record Page(int status, String type, String text) {
    }
}
