package almenara.messages;

import java.util.List;

/**
 * Commands that came together and are paid for together: the payment (empty for none), the bytes it is for as text, and the commands. A command that came
 * alone is a batch of one.
 */
public record Batch(String payment, String body, List<Request> requests) {

    public Batch {
        requests = List.copyOf(requests);
    }

    /** A command that nobody has paid for. */
    public static Batch of(Request request) {
        return new Batch("", "", List.of(request));
    }
}
