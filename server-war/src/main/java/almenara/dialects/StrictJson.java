package almenara.dialects;

import almenara.messages.Refusal;
import almenara.messages.Refusal.Code;
import jakarta.json.Json;
import jakarta.json.JsonReaderFactory;
import jakarta.json.JsonValue;
import jakarta.json.stream.JsonParser;
import jakarta.json.stream.JsonParserFactory;
import java.io.StringReader;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads JSON (RFC 8259) more strictly than the library does: bounded depth, keys and numbers, no duplicate keys, no lone surrogates. A first pass checks,
 * so that the second builds nothing that could hurt.
 */
public final class StrictJson {

    private final JsonParserFactory parsers = Json.createParserFactory(Map.of());
    private final JsonReaderFactory readers = Json.createReaderFactory(Map.of());
    private final int depth;
    private final int keys;

    public StrictJson(JsonLimits limits) {
        this.depth = limits.depth();
        this.keys = limits.keys();
    }

    public JsonValue read(String text) {
        try {
            check(text, new Density(Integer.MAX_VALUE, Set.of()));
            try (var reader = readers.createReader(new StringReader(text))) {
                return reader.readValue();
            }
        } catch (Refusal refusal) {
            throw refusal;
        } catch (RuntimeException e) {
            // Parsson answers some hostile input with exceptions that are no JsonException
            throw new Refusal(Code.BAD_JSON, "this is not JSON");
        }
    }

    /**
     * The members of the object that the text is, without those that hold more than so many values and names: nothing is built of them. What is no object has
     * none.
     */
    Map<String, JsonValue> members(String text, int most) {
        try {
            Set<String> dense = new HashSet<>();
            check(text, new Density(most, dense));
            return build(text, dense);
        } catch (Refusal refusal) {
            throw refusal;
        } catch (RuntimeException e) {
            throw new Refusal(Code.BAD_JSON, "this is not JSON");
        }
    }

    private Map<String, JsonValue> build(String text, Set<String> dense) {
        Map<String, JsonValue> members = new LinkedHashMap<>();
        try (JsonParser parser = parsers.createParser(new StringReader(text))) {
            boolean object = parser.next() == JsonParser.Event.START_OBJECT;
            while (object && parser.next() == JsonParser.Event.KEY_NAME) {
                String name = parser.getString();
                JsonParser.Event value = parser.next();
                if (!dense.contains(name)) {
                    members.put(name, parser.getValue());
                } else if (value == JsonParser.Event.START_OBJECT) {
                    parser.skipObject();
                } else {
                    parser.skipArray();
                }
            }
        }
        return members;
    }

    /** Whatever can be read of a text that {@link #read} refuses; the library's own bounds hold. */
    Optional<JsonValue> glance(String text) {
        try (var reader = readers.createReader(new StringReader(text))) {
            return Optional.of(reader.readValue());
        } catch (RuntimeException e) {
            return Optional.empty();
        }
    }

    private void check(String text, Density density) {
        Deque<Set<String>> open = new ArrayDeque<>();
        try (JsonParser parser = parsers.createParser(new StringReader(text))) {
            while (parser.hasNext()) {
                JsonParser.Event event = parser.next();
                density.count(open.size(), event, parser);
                switch (event) {
                    case START_OBJECT -> descend(open, new HashSet<>());
                    case START_ARRAY -> descend(open, Set.of());
                    case END_OBJECT, END_ARRAY -> open.pop();
                    case KEY_NAME -> checkKey(open.element(), parser.getString());
                    case VALUE_STRING -> checkText(parser.getString());
                    case VALUE_NUMBER -> checkNumber(parser.getString());
                    default -> { }
                }
            }
        }
    }

    private void descend(Deque<Set<String>> open, Set<String> names) {
        if (open.size() >= depth) {
            throw new Refusal(Code.TOO_DEEP, "nested more than " + depth + " levels");
        }
        open.push(names);
    }

    private void checkKey(Set<String> there, String key) {
        checkText(key);
        if (!there.add(key)) {
            throw new Refusal(Code.BAD_JSON, "a key stands twice");
        }
        if (there.size() > keys) {
            throw new Refusal(Code.BAD_JSON, "an object has at most " + keys + " keys");
        }
    }

    private static void checkNumber(String number) {
        if (number.length() > JsonLimits.NUMBER) {
            throw new Refusal(Code.BAD_JSON, "a number has at most " + JsonLimits.NUMBER + " characters");
        }
    }

    private static void checkText(String text) {
        if (!isText(text)) {
            throw new Refusal(Code.BAD_TEXT, "a lone surrogate is no text");
        }
    }

    /** True when every surrogate stands in a pair. */
    static boolean isText(String text) {
        return text.codePoints().noneMatch(point -> point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE);
    }
}
