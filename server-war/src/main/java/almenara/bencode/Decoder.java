package almenara.bencode;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Reads bencode and takes nothing but its canonical form: no leading zeros, no minus zero, keys in order and each once, nothing behind the end, and no more
 * levels and digits than its {@link Limits}. Everything else is {@link Malformed}.
 */
public final class Decoder {

    /** For whatever others send: 32 levels, and all integers of 64 bits. */
    public static final Limits WIDE = new Limits(32, "-9223372036854775808".length());

    private static final int DECIMAL = 10;
    private static final int MOST_LENGTH = 9;

    private final byte[] source;
    private final Limits limits;
    private int at;

    /** The most levels of lists and dictionaries, and characters of an integer, its sign among them; integers of more than 64 bits are never taken. */
    public record Limits(int levels, int digits) {
    }

    private Decoder(byte[] source, Limits limits) {
        this.source = source;
        this.limits = limits;
    }

    /** The one value that these bytes are, within the limits {@link #WIDE}. */
    public static Value decode(byte[] bytes) {
        return decode(bytes, WIDE);
    }

    /** The one value that these bytes are. */
    public static Value decode(byte[] bytes, Limits limits) {
        Decoder decoder = new Decoder(bytes, limits);
        Value value = decoder.value(0);
        if (decoder.at != bytes.length) {
            throw new Malformed("something stands behind the end");
        }
        return value;
    }

    private Value value(int depth) {
        byte kind = peek();
        if (kind >= '0' && kind <= '9') {
            return new Value.Text(text());
        }
        at++;
        return switch (kind) {
            case 'i' -> new Value.Whole(integer());
            case 'l' -> new Value.Items(list(deeper(depth)));
            case 'd' -> new Dictionary(dictionary(deeper(depth)));
            default -> throw new Malformed("no value begins like this");
        };
    }

    private int deeper(int depth) {
        if (depth == limits.levels()) {
            throw new Malformed("too deep");
        }
        return depth + 1;
    }

    private byte peek() {
        if (at == source.length) {
            throw new Malformed("cut off");
        }
        return source[at];
    }

    private byte[] text() {
        long length = number(':', MOST_LENGTH);
        if (length > source.length - at) {
            throw new Malformed("cut off");
        }
        at += (int) length;
        return Arrays.copyOfRange(source, at - (int) length, at);
    }

    private long integer() {
        return number('e', limits.digits());
    }

    /** A number up to that end, of at most so many characters. */
    private long number(char end, int most) {
        int from = at;
        while (peek() != end) {
            if (at++ - from == most) {
                throw new Malformed("a number is too long");
            }
        }
        String digits = new String(source, from, at++ - from, StandardCharsets.ISO_8859_1);
        try {
            long number = Long.parseLong(digits, DECIMAL);
            if (digits.equals(Long.toString(number))) {
                return number;
            }
        } catch (NumberFormatException e) {
            // told below
        }
        throw new Malformed("no number is written like this");
    }

    private List<Value> list(int depth) {
        List<Value> values = new ArrayList<>();
        while (peek() != 'e') {
            values.add(value(depth));
        }
        at++;
        return values;
    }

    private SortedMap<String, Value> dictionary(int depth) {
        SortedMap<String, Value> entries = new TreeMap<>();
        while (peek() != 'e') {
            String key = key();
            if (!entries.isEmpty() && entries.lastKey().compareTo(key) >= 0) {
                throw new Malformed("keys are not in order");
            }
            entries.put(key, value(depth));
        }
        at++;
        return entries;
    }

    private String key() {
        byte kind = peek();
        if (kind < '0' || kind > '9') {
            throw new Malformed("a key is a text");
        }
        return new String(text(), StandardCharsets.ISO_8859_1);
    }
}
