package almenara.nodes;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The encoding of BEP 3, in its one form: keys sorted and single, numbers without leading zeros, nothing after the end. Whole numbers are {@link Long}, byte
 * strings {@link String} of a character a byte, lists {@link List}, dictionaries {@link SortedMap}.
 */
final class Bencode {

    private static final int DEEPEST = 4;
    private static final int DIGITS = 18;

    private final byte[] bytes;
    private int place;

    private Bencode(byte[] bytes) {
        this.bytes = bytes;
    }

    static byte[] write(Object value) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        write(value, out);
        return out.toByteArray();
    }

    private static void write(Object value, ByteArrayOutputStream out) {
        switch (value) {
            case Long number -> ascii("i" + number + "e", out);
            case String text -> ascii(text.length() + ":" + text, out);
            case List<?> list -> {
                out.write('l');
                list.forEach(each -> write(each, out));
                out.write('e');
            }
            case SortedMap<?, ?> map -> {
                out.write('d');
                map.forEach((name, each) -> {
                    write(name, out);
                    write(each, out);
                });
                out.write('e');
            }
            default -> throw new IllegalArgumentException("there is no form for " + value.getClass());
        }
    }

    private static void ascii(String text, ByteArrayOutputStream out) {
        out.writeBytes(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** The dictionary that these bytes are the one form of, if they are. */
    static Optional<Map<String, Object>> read(byte[] bytes) {
        try {
            Bencode reader = new Bencode(bytes);
            if (reader.next() != 'd') {
                return Optional.empty();
            }
            Map<String, Object> value = reader.map(1);
            return reader.place == bytes.length ? Optional.of(value) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private byte next() {
        if (place == bytes.length) {
            throw new IllegalArgumentException("it ends too soon");
        }
        return bytes[place++];
    }

    private Object value(byte first, int depth) {
        if (depth > DEEPEST && (first == 'l' || first == 'd')) {
            throw new IllegalArgumentException("too deep");
        }
        return switch (first) {
            case 'i' -> number('e', next());
            case 'l' -> list(depth);
            case 'd' -> map(depth);
            default -> text(first);
        };
    }

    private List<Object> list(int depth) {
        List<Object> list = new ArrayList<>();
        for (byte first = next(); first != 'e'; first = next()) {
            list.add(value(first, depth + 1));
        }
        return list;
    }

    private Map<String, Object> map(int depth) {
        TreeMap<String, Object> map = new TreeMap<>();
        for (byte first = next(); first != 'e'; first = next()) {
            String name = text(first);
            if (!map.isEmpty() && name.compareTo(map.lastKey()) <= 0) {
                throw new IllegalArgumentException("keys out of order");
            }
            map.put(name, value(next(), depth + 1));
        }
        return map;
    }

    private String text(byte first) {
        long length = number(':', first);
        if (length < 0 || length > bytes.length - place) {
            throw new IllegalArgumentException("it ends too soon");
        }
        String text = new String(bytes, place, (int) length, StandardCharsets.ISO_8859_1);
        place += (int) length;
        return text;
    }

    /** A whole number up to that character; more than 18 digits are none of ours. */
    private long number(char end, byte first) {
        StringBuilder digits = new StringBuilder();
        for (byte each = first; each != end; each = next()) {
            digits.append((char) (each & 0xFF));
        }
        String text = digits.toString();
        if (text.length() > DIGITS || !text.matches("0|-?[1-9][0-9]*")) {
            throw new IllegalArgumentException("no number");
        }
        return Long.parseLong(text);
    }
}
