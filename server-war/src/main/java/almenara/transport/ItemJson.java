package almenara.transport;

import almenara.json.JsonFactories;
import almenara.keys.PublicKey;
import almenara.nodes.Item;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.Optional;

/** An item of BEP 44 as JSON, with the names that it has there: {@code {k, salt, seq, sig, v}}, bytes as base64url, the salt as text. */
public final class ItemJson {

    private ItemJson() {
    }

    /** The item as JSON. */
    public static JsonObjectBuilder write(Item item) {
        return JsonFactories.BUILDERS.createObjectBuilder().add("k", Item.base64(item.key())).add("salt", Item.SALT).add("seq", item.seq())
                .add("sig", Item.base64(item.signature())).add("v", Item.base64(item.value()));
    }

    /** The item, if it is one of ours; whether it is signed is another question. */
    static Optional<Item> read(JsonValue value) {
        if (!(value instanceof JsonObject json) || !Item.SALT.equals(text(json, "salt")) || !(json.get("seq") instanceof JsonNumber number)) {
            return Optional.empty();
        }
        Optional<byte[]> key = Item.bytes(text(json, "k"), PublicKey.SIZE).filter(bytes -> bytes.length == PublicKey.SIZE);
        Optional<byte[]> signature = Item.bytes(text(json, "sig"), PublicKey.SIGNATURE).filter(bytes -> bytes.length == PublicKey.SIGNATURE);
        Optional<byte[]> content = Item.bytes(text(json, "v"), Item.MOST);
        try {
            long seq = number.longValueExact();
            return key.flatMap(k -> signature.flatMap(sig -> content.map(v -> new Item(k, seq, sig, v))));
        } catch (ArithmeticException e) {
            return Optional.empty();
        }
    }

    static String text(JsonObject json, String name) {
        return json.get(name) instanceof JsonString text ? text.getString() : "";
    }
}
