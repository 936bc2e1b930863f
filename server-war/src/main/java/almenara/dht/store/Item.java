package almenara.dht.store;

import almenara.bencode.Decoder;
import almenara.bencode.Dictionary;
import almenara.bencode.Malformed;
import almenara.bencode.Value;
import almenara.dht.krpc.Fault;
import almenara.dht.krpc.NodeId;
import almenara.keys.PublicKey;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.util.Arrays;
import java.util.Optional;

/** Something that is stored in the DHT (BEP 44): immutable under the hash of its value, or mutable under that of its author's key and a salt. */
public sealed interface Item {

    /** Bytes of a value in bencode. */
    int MOST_VALUE = 1000;
    int MOST_SALT = 64;

    /** What it is stored under. */
    NodeId target();

    Value value();

    /** Throws a {@link Fault} when the value or the salt is too big, when the value has more than 30 levels, when a number is negative, or when it is not signed by its author. */
    void check();

    /** The fields of a put. */
    Dictionary fields();

    /** An item that its value names. */
    record Immutable(Value value) implements Item {

        @Override
        public NodeId target() {
            return NodeId.hash(value.encode());
        }

        @Override
        public void check() {
            checkSize(value);
        }

        @Override
        public Dictionary fields() {
            return Dictionary.of().with("v", value);
        }
    }

    /** An item that its author may replace by one with a higher number. */
    record Mutable(Author author, long seq, byte[] signature, Value value) implements Item {

        /** Signs it. */
        public static Mutable signed(KeyPair keys, byte[] salt, long seq, Value value) {
            Author author = new Author(Ed25519.key(keys), salt);
            return new Mutable(author, seq, Ed25519.sign(keys, message(salt, seq, value)), value);
        }

        private static byte[] message(byte[] salt, long seq, Value value) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            if (salt.length > 0) {
                out.writeBytes(("4:salt" + salt.length + ":").getBytes(StandardCharsets.ISO_8859_1));
                out.writeBytes(salt);
            }
            out.writeBytes(("3:seqi" + seq + "e1:v").getBytes(StandardCharsets.ISO_8859_1));
            value.write(out);
            return out.toByteArray();
        }

        @Override
        public NodeId target() {
            return author.target();
        }

        @Override
        public void check() {
            checkBounds();
            if (author.key().length != PublicKey.SIZE || !new PublicKey(author.key()).signed(signature, message(author.salt(), seq, value))) {
                throw new Fault(Fault.BAD_SIGNATURE, "invalid signature");
            }
        }

        /** As {@link #check}, without the signature. */
        void checkBounds() {
            checkSize(value);
            if (author.salt().length > MOST_SALT) {
                throw new Fault(Fault.SALT_TOO_BIG, "salt (salt field) too big");
            }
            if (seq < 0) {
                throw new Fault(Fault.PROTOCOL, "seq is negative");
            }
        }

        /** True when the other is the same but for its signature. */
        boolean says(Mutable other) {
            return seq == other.seq && value.equals(other.value);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Mutable item && author.equals(item.author) && says(item) && Arrays.equals(signature, item.signature);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(signature);
        }

        @Override
        public Dictionary fields() {
            Dictionary fields = answer();
            return author.salt().length > 0 ? fields.with("salt", author.salt()) : fields;
        }

        /** The fields of the answer to a get, which has no salt: who asks knows it. */
        public Dictionary answer() {
            return Dictionary.of().with("k", author.key()).with("seq", seq).with("sig", signature).with("v", value);
        }
    }

    /** Whose item it is, and which of them: an Ed25519 key and any bytes, none for the usual one. */
    record Author(byte[] key, byte[] salt) {

        public NodeId target() {
            return NodeId.hash(key, salt);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Author author && Arrays.equals(key, author.key) && Arrays.equals(salt, author.salt);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(key) ^ Arrays.hashCode(salt);
        }
    }

    /** The item that these fields of a put, or of the answer to a get with that salt, hold, if any; unchecked. Throws {@link Malformed}. */
    static Optional<Item> read(Dictionary fields, byte[] salt) {
        Optional<Value> value = fields.value("v");
        if (value.isEmpty()) {
            return Optional.empty();
        }
        Optional<byte[]> key = fields.bytes("k", PublicKey.SIZE);
        Optional<byte[]> signature = fields.bytes("sig", PublicKey.SIGNATURE);
        if (key.isEmpty() && signature.isEmpty()) {
            return Optional.of(new Immutable(value.get()));
        }
        Author author = new Author(key.orElseThrow(() -> new Malformed("no k")), salt);
        return Optional.of(new Mutable(author, fields.number("seq").orElseThrow(() -> new Malformed("no seq")),
                signature.orElseThrow(() -> new Malformed("no sig")), value.get()));
    }

    private static void checkSize(Value value) {
        if (value.encode().length > MOST_VALUE) {
            throw new Fault(Fault.VALUE_TOO_BIG, "message (v field) too big");
        }
        try {
            Decoder.decode(Dictionary.of().with("a", Dictionary.of().with("v", value)).encode());
        } catch (Malformed e) {
            throw new Fault(Fault.PROTOCOL, "v is too deep for a datagram");
        }
    }
}
