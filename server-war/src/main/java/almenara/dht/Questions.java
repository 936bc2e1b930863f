package almenara.dht;

import almenara.bencode.Dictionary;
import almenara.bencode.Malformed;
import almenara.dht.krpc.Contact;
import almenara.dht.krpc.Message;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** The questions of a node that are open: an answer has to come from where the question went, with a transaction that nobody else can guess, within two seconds. */
final class Questions {

    /** Milliseconds that an answer may take. */
    static final long PATIENCE = 2000;
    /** Questions that may be open at a time; more are refused at once. */
    static final int MOST_OPEN = 1024;

    private final Node.Means means;
    private final boolean readOnly;
    private final Map<Integer, Open> open = new HashMap<>();
    private long sent;

    private record Open(InetSocketAddress to, Consumer<Outcome> then) {
    }

    Questions(Node.Means means, boolean readOnly) {
        this.means = means;
        this.readOnly = readOnly;
    }

    int open() {
        return open.size();
    }

    /** All that were ever sent. */
    long sent() {
        return sent;
    }

    void ask(InetSocketAddress to, String method, Dictionary arguments, Consumer<Outcome> then) {
        if (open.size() >= MOST_OPEN) {
            means.timer().after(0, () -> then.accept(new Outcome.Unasked()));
            return;
        }
        int transaction = means.random().nextInt();
        while (open.containsKey(transaction)) {
            transaction = means.random().nextInt();
        }
        int number = transaction;
        open.put(number, new Open(to, then));
        sent++;
        means.datagrams().send(new Message.Query(bytes(number), method, arguments, readOnly).encode(), to);
        means.timer().after(PATIENCE, () -> Optional.ofNullable(open.remove(number)).ifPresent(late -> late.then().accept(new Outcome.Silent())));
    }

    private static byte[] bytes(int transaction) {
        return ByteBuffer.allocate(Integer.BYTES).putInt(0, transaction).array();
    }

    /** Takes an answer; false when nobody has asked for it. */
    boolean settle(Message.Answer answer, InetSocketAddress from) {
        Optional<Open> question = take(answer, from);
        question.ifPresent(open -> open.then().accept(outcome(answer, from)));
        return question.isPresent();
    }

    private static Outcome outcome(Message.Answer answer, InetSocketAddress from) {
        try {
            return new Outcome.Answered(new Contact(answer.sender(), from), answer.values());
        } catch (Malformed e) {
            return new Outcome.Silent();
        }
    }

    void settle(Message.Failure failure, InetSocketAddress from) {
        take(failure, from).ifPresent(question -> question.then().accept(new Outcome.Refused(failure.fault())));
    }

    private Optional<Open> take(Message message, InetSocketAddress from) {
        if (message.transaction().length != Integer.BYTES) {
            return Optional.empty();
        }
        int transaction = ByteBuffer.wrap(message.transaction()).getInt();
        Open question = open.get(transaction);
        return question != null && question.to().equals(from) ? Optional.of(open.remove(transaction)) : Optional.empty();
    }
}
