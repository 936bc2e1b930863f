package almenara.transport;

import almenara.bencode.Decoder;
import almenara.bencode.Malformed;
import almenara.bencode.Value;
import almenara.dht.store.Item;
import almenara.json.JsonFactories;
import almenara.keys.PublicKey;
import almenara.messages.Refusal.Code;
import almenara.messages.Refusal;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;

/** Mutable items of BEP 44 as the gateway's JSON has them, with any salt: {@code {k, salt, seq, sig, v}}. Whether they are signed is another question. */
final class DhtJson {

    private DhtJson() {
    }

    /** What is to be put; {@code cas}: only where the item with that number is there. */
    record Put(Item.Mutable item, OptionalLong cas) {
    }

    /** The item of a request to put it; refused when it has not the form of one. */
    static Put put(JsonValue body) {
        if (!(body instanceof JsonObject json)) {
            throw new Refusal(Code.BAD_MESSAGE, "the body is an object: k, salt, seq, sig, v, perhaps cas and encoding");
        }
        Encoding encoding = Encoding.of(ItemJson.text(json, "encoding"));
        Item.Author author = author(ItemJson.text(json, "k"), ItemJson.text(json, "salt"), encoding);
        byte[] signature = encoding.exactly("sig", ItemJson.text(json, "sig"), PublicKey.SIGNATURE);
        long seq = number(json, "seq").orElseThrow(() -> new Refusal(Code.BAD_MESSAGE, "seq is missing"));
        return new Put(new Item.Mutable(author, seq, signature, value(ItemJson.text(json, "v"), encoding)), number(json, "cas"));
    }

    /** Whose item it is, and which of them. */
    static Item.Author author(String key, String salt, Encoding encoding) {
        byte[] bytes = salt.getBytes(StandardCharsets.UTF_8);
        if (bytes.length > Item.MOST_SALT) {
            throw new Refusal(Code.BAD_MESSAGE, "salt has at most " + Item.MOST_SALT + " bytes");
        }
        return new Item.Author(encoding.exactly("k", key, PublicKey.SIZE), bytes);
    }

    private static Value value(String text, Encoding encoding) {
        byte[] bytes = encoding.read(text, Item.MOST_VALUE).orElseThrow(() -> new Refusal(Code.BAD_MESSAGE, "v is at most " + Item.MOST_VALUE + " bytes"));
        try {
            return Decoder.decode(bytes);
        } catch (Malformed e) {
            throw new Refusal(Code.BAD_MESSAGE, "v is a value in canonical bencode: " + e.getMessage());
        }
    }

    private static OptionalLong number(JsonObject json, String name) {
        return json.containsKey(name) ? OptionalLong.of(number(name, json.get(name))) : OptionalLong.empty();
    }

    private static long number(String name, JsonValue value) {
        try {
            if (value instanceof JsonNumber number && number.longValueExact() >= 0) {
                return number.longValueExact();
            }
        } catch (ArithmeticException e) {
            // told below
        }
        throw wrongNumber(name);
    }

    /** The number of that name in a URL; none when it is not there. */
    static OptionalLong number(String name, String text) {
        if (text.isEmpty()) {
            return OptionalLong.empty();
        }
        if (!text.matches("[0-9]{1,19}")) {
            throw wrongNumber(name);
        }
        try {
            return OptionalLong.of(Long.parseLong(text));
        } catch (NumberFormatException e) {
            throw wrongNumber(name);
        }
    }

    private static Refusal wrongNumber(String name) {
        return new Refusal(Code.BAD_MESSAGE, name + " is a whole number that is not negative, of 64 bits");
    }

    /** The item, or, when it is not newer than the one that the caller has, its number alone (BEP 44). */
    static String write(Item.Author author, Found found, OptionalLong known, Encoding encoding) {
        JsonObjectBuilder json = JsonFactories.BUILDERS.createObjectBuilder().add("k", encoding.write(author.key()))
                .add("salt", new String(author.salt(), StandardCharsets.UTF_8)).add("seq", found.seq());
        if (known.isEmpty() || found.seq() > known.getAsLong()) {
            json.add("sig", encoding.write(found.signature())).add("v", encoding.write(found.value()));
        }
        return json.build().toString();
    }
}
