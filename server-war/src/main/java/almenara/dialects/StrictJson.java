package almenara.dialects;

import almenara.json.JsonFactories;
import almenara.messages.Refusal;
import almenara.messages.Refusal.Code;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import jakarta.json.stream.JsonParser;
import java.io.StringReader;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads JSON (RFC 8259) more strictly than the library does: bounded depth, keys and numbers, no duplicate keys, no lone surrogates. Each is checked before
 * anything is built of it.
 */
public final class StrictJson {

    private final int depth;
    private final int keys;

    public StrictJson(JsonLimits limits) {
        this.depth = limits.depth();
        this.keys = limits.keys();
    }

    public JsonValue read(String text) {
        try (JsonParser parser = JsonFactories.PARSERS.createParser(new StringReader(text))) {
            JsonValue value = value(parser, parser.next(), 0);
            if (parser.hasNext()) {
                throw new Refusal(Code.BAD_JSON, "there is more than one value");
            }
            return value;
        } catch (Refusal refusal) {
            throw refusal;
        } catch (RuntimeException e) {
            // Parsson answers some hostile input with exceptions that are no JsonException
            throw new Refusal(Code.BAD_JSON, "this is not JSON");
        }
    }

    private JsonValue value(JsonParser parser, JsonParser.Event event, int open) {
        return switch (event) {
            case START_OBJECT -> object(parser, deeper(open));
            case START_ARRAY -> array(parser, deeper(open));
            case VALUE_STRING -> text(parser.getValue());
            case VALUE_NUMBER -> {
                checkNumber(parser.getString());
                yield parser.getValue();
            }
            default -> parser.getValue();
        };
    }

    private JsonValue object(JsonParser parser, int open) {
        JsonObjectBuilder object = JsonFactories.BUILDERS.createObjectBuilder();
        Set<String> names = new HashSet<>();
        while (parser.next() == JsonParser.Event.KEY_NAME) {
            String name = parser.getString();
            checkKey(names, name);
            object.add(name, value(parser, parser.next(), open));
        }
        return object.build();
    }

    private JsonValue array(JsonParser parser, int open) {
        JsonArrayBuilder array = JsonFactories.BUILDERS.createArrayBuilder();
        for (JsonParser.Event event = parser.next(); event != JsonParser.Event.END_ARRAY; event = parser.next()) {
            array.add(value(parser, event, open));
        }
        return array.build();
    }

    private static JsonValue text(JsonValue value) {
        checkText(((JsonString) value).getString());
        return value;
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
        try (JsonParser parser = JsonFactories.PARSERS.createParser(new StringReader(text))) {
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
        try (var reader = JsonFactories.READERS.createReader(new StringReader(text))) {
            return Optional.of(reader.readValue());
        } catch (RuntimeException e) {
            return Optional.empty();
        }
    }

    private void check(String text, Density density) {
        Deque<Set<String>> open = new ArrayDeque<>();
        try (JsonParser parser = JsonFactories.PARSERS.createParser(new StringReader(text))) {
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
        deeper(open.size());
        open.push(names);
    }

    private int deeper(int open) {
        if (open >= depth) {
            throw new Refusal(Code.TOO_DEEP, "nested more than " + depth + " levels");
        }
        return open + 1;
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
        for (int at = 0; at < text.length(); at++) {
            if (Character.isSurrogate(text.charAt(at))) {
                boolean pair = Character.isHighSurrogate(text.charAt(at)) && at + 1 < text.length() && Character.isLowSurrogate(text.charAt(at + 1));
                if (!pair) {
                    return false;
                }
                at++;
            }
        }
        return true;
    }
}
