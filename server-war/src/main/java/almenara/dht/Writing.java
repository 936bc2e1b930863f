package almenara.dht;

import almenara.bencode.Dictionary;
import almenara.bencode.Value;
import almenara.dht.Client.Stored;
import almenara.dht.krpc.Fault;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** What is written to each of the nodes that a search has found and that gave a token; who says nothing is told a second time. */
final class Writing {

    /** Bytes of a token; what is longer makes our datagrams longer than theirs. */
    private static final int MOST_TOKEN = 64;

    private final Node node;
    private final String method;
    private final Function<Candidate, Dictionary> arguments;
    private final CompletableFuture<Stored> end = new CompletableFuture<>();
    private int open;
    private int copies;
    private Optional<Fault> refusal = Optional.empty();

    Writing(Node node, String method, Function<Candidate, Dictionary> arguments) {
        this.node = node;
        this.method = method;
        this.arguments = arguments;
    }

    CompletableFuture<Stored> to(Iterable<Candidate> holders) {
        for (Candidate holder : holders) {
            token(holder).ifPresent(token -> {
                open++;
                write(holder, token, true);
            });
        }
        check();
        return end;
    }

    /** What a liar gives for a token is none. */
    private static Optional<byte[]> token(Candidate holder) {
        return holder.answer().flatMap(values -> values.value("token")).filter(Value.Text.class::isInstance).map(value -> ((Value.Text) value).bytes())
                .filter(token -> token.length <= MOST_TOKEN);
    }

    private void write(Candidate holder, byte[] token, boolean again) {
        node.ask(holder.contact(), method, arguments.apply(holder).with("token", token), outcome -> {
            if (again && outcome instanceof Outcome.Silent) {
                write(holder, token, false);
                return;
            }
            open--;
            switch (outcome) {
                case Outcome.Answered answered -> copies++;
                case Outcome.Refused refused -> refusal = refusal.or(() -> Optional.of(refused.fault()).filter(Writing::isOutdated));
                case Outcome.Silent silent -> { }
                case Outcome.Unasked unasked -> { }
            }
            check();
        });
    }

    /** True for what says that another item has come first. */
    static boolean isOutdated(Fault fault) {
        return fault.code() == Fault.CAS_MISMATCH || fault.code() == Fault.SEQ_TOO_LOW;
    }

    private void check() {
        if (open == 0) {
            end.complete(new Stored(copies, refusal, OptionalLong.empty()));
        }
    }
}
