package almenara.bencode;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;

/** A dictionary of bencode. Its keys are bytes; here each byte is a character, so that they stand in the order of bencode. */
public record Dictionary(SortedMap<String, Value> entries) implements Value {

    public static Dictionary of() {
        return new Dictionary(new TreeMap<>());
    }

    /** Puts an entry, in place of another of that key. Returns this dictionary. */
    public Dictionary with(String key, Value value) {
        entries.put(key, value);
        return this;
    }

    public Dictionary with(String key, byte[] bytes) {
        return with(key, new Text(bytes));
    }

    public Dictionary with(String key, String text) {
        return with(key, Text.of(text));
    }

    public Dictionary with(String key, long number) {
        return with(key, new Whole(number));
    }

    public Optional<Value> value(String key) {
        return Optional.ofNullable(entries.get(key));
    }

    /** The bytes of that key, if there is one; throws {@link Malformed} when it has something else. So do the others. */
    public Optional<byte[]> bytes(String key) {
        return of(key, Text.class).map(Text::bytes);
    }

    /** As {@link #bytes}, of exactly that length. */
    public Optional<byte[]> bytes(String key, int length) {
        Optional<byte[]> bytes = bytes(key);
        if (bytes.isPresent() && bytes.get().length != length) {
            throw new Malformed(key + " has " + length + " bytes");
        }
        return bytes;
    }

    public OptionalLong number(String key) {
        Optional<Whole> whole = of(key, Whole.class);
        return whole.isPresent() ? OptionalLong.of(whole.get().number()) : OptionalLong.empty();
    }

    public Optional<Dictionary> dictionary(String key) {
        return of(key, Dictionary.class);
    }

    /** The values of the list of that key; none when there is no list. */
    public List<Value> items(String key) {
        return of(key, Items.class).map(Items::values).orElse(List.of());
    }

    private <T extends Value> Optional<T> of(String key, Class<T> kind) {
        Value value = entries.get(key);
        if (value != null && !kind.isInstance(value)) {
            throw new Malformed(key + " is of another kind");
        }
        return Optional.ofNullable(kind.cast(value));
    }

    @Override
    public void write(ByteArrayOutputStream out) {
        out.write('d');
        entries.forEach((key, value) -> {
            new Text(key.getBytes(StandardCharsets.ISO_8859_1)).write(out);
            value.write(out);
        });
        out.write('e');
    }
}
