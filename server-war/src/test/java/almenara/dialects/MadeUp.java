package almenara.dialects;

import almenara.messages.Reply;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** A dialect of a test: what comes of a frame that is heard, and the frames that tell of a reply. */
public record MadeUp(BiConsumer<Way, String> hears, Function<Reply, List<String>> tells) implements Dialect {

    @Override
    public String name() {
        return "made-up";
    }

    @Override
    public Conversation begin(Way way, UnaryOperator<String> query) {
        return new Conversation() {
            @Override
            public void heard(String frame) {
                hears.accept(way, frame);
            }

            @Override
            public List<String> told(Reply reply) {
                return tells.apply(reply);
            }
        };
    }

    @Override
    public Page page(String below) {
        throw new IllegalStateException("nobody asks");
    }
}
