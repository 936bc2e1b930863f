package almenara.dht.krpc;

import almenara.bencode.Decoder;
import almenara.bencode.Dictionary;
import almenara.bencode.Malformed;
import almenara.bencode.Value;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** A datagram of the DHT (KRPC, BEP 5). */
public sealed interface Message {

    /** Bytes of a transaction id: what a foreign one may have at most. */
    int MOST_TRANSACTION = 32;
    /** Bytes of a datagram that a node makes of its own (BEP 32). One that carries an item is longer when the item is. */
    int MOST_BYTES = 1024;

    /** What names this program to others: "AL" and a version. */
    byte[] VERSION = {'A', 'L', 0, 1};
    int MOST_METHOD = 32;

    byte[] transaction();

    byte[] encode();

    /** A question; {@code readOnly} when the sender answers none itself (BEP 43). */
    record Query(byte[] transaction, String method, Dictionary arguments, boolean readOnly) implements Message {

        /** Throws {@link Malformed} when the sender does not say who it is. */
        public NodeId sender() {
            return id(arguments);
        }

        @Override
        public byte[] encode() {
            Dictionary message = begin(transaction, "q").with("q", method).with("a", arguments);
            return (readOnly ? message.with("ro", 1) : message).encode();
        }
    }

    /** An answer, with the address that it goes to, when known (BEP 42). */
    record Answer(byte[] transaction, Dictionary values, Optional<InetSocketAddress> seen) implements Message {

        /** Throws {@link Malformed} when the sender does not say who it is. */
        public NodeId sender() {
            return id(values);
        }

        @Override
        public byte[] encode() {
            return addressed(begin(transaction, "r").with("r", values), seen).encode();
        }
    }

    /** A refusal. */
    record Failure(byte[] transaction, Fault fault, Optional<InetSocketAddress> seen) implements Message {

        @Override
        public byte[] encode() {
            Value error = new Value.Items(List.of(new Value.Whole(fault.code()), Value.Text.of(fault.getMessage())));
            return addressed(begin(transaction, "e").with("e", error), seen).encode();
        }
    }

    /** Throws {@link Malformed} for what is none. */
    static Message parse(byte[] datagram) {
        if (!(Decoder.decode(datagram) instanceof Dictionary message)) {
            throw new Malformed("no dictionary");
        }
        byte[] transaction = message.bytes("t").filter(each -> each.length > 0 && each.length <= MOST_TRANSACTION).orElseThrow(() -> new Malformed("no t"));
        return switch (text(message, "y")) {
            case "q" -> new Query(transaction, text(message, "q"), need(message, "a"), message.number("ro").orElse(0) == 1);
            case "r" -> new Answer(transaction, need(message, "r"), seen(message));
            case "e" -> new Failure(transaction, fault(message.items("e")), seen(message));
            default -> throw new Malformed("y is q, r or e");
        };
    }

    private static Dictionary begin(byte[] transaction, String kind) {
        return Dictionary.of().with("t", transaction).with("y", kind).with("v", VERSION);
    }

    private static Dictionary addressed(Dictionary message, Optional<InetSocketAddress> seen) {
        return seen.isPresent() ? message.with("ip", Compact.write(seen.get())) : message;
    }

    private static Dictionary need(Dictionary message, String key) {
        return message.dictionary(key).orElseThrow(() -> new Malformed("no " + key));
    }

    private static String text(Dictionary message, String key) {
        byte[] bytes = message.bytes(key).filter(each -> each.length <= MOST_METHOD).orElseThrow(() -> new Malformed("no " + key));
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    private static NodeId id(Dictionary fields) {
        return new NodeId(fields.bytes("id", NodeId.SIZE).orElseThrow(() -> new Malformed("no id")));
    }

    /** What others say of our address is a hint: what is wrong with it spoils no answer. */
    private static Optional<InetSocketAddress> seen(Dictionary message) {
        try {
            return message.bytes("ip").map(Compact::read);
        } catch (Malformed e) {
            return Optional.empty();
        }
    }

    private static Fault fault(List<Value> error) {
        if (error.size() == 2 && error.get(0) instanceof Value.Whole code && error.get(1) instanceof Value.Text text) {
            return new Fault(code.number(), new String(text.bytes(), StandardCharsets.UTF_8));
        }
        throw new Malformed("an error is a code and a text");
    }
}
