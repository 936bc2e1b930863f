package almenara.dialects;

import almenara.messages.Refusal;
import almenara.messages.Refusal.Code;
import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.LinkedHashSet;
import java.util.Set;

/** The fields of a message, each asked for by name and type; what does not fit is refused by name. */
final class Fields {

    private static final int LONGEST_REF = 64;

    private final JsonObject object;

    Fields(JsonValue value) {
        if (!(value instanceof JsonObject it)) {
            throw new Refusal(Code.BAD_MESSAGE, "a message is a JSON object");
        }
        this.object = it;
    }

    /** The string, or empty text when the field is absent. */
    String text(String name) {
        JsonValue value = object.get(name);
        if (value == null) {
            return "";
        }
        if (value instanceof JsonString string && !string.getString().isEmpty()) {
            return string.getString();
        }
        throw new Refusal(Code.BAD_MESSAGE, name + " is a string that is not empty");
    }

    String required(String name) {
        String text = text(name);
        if (text.isEmpty()) {
            throw new Refusal(Code.BAD_MESSAGE, name + " is missing");
        }
        return text;
    }

    /** A whole number that is not negative, or {@code otherwise} when the field is absent. */
    long whole(String name, long otherwise) {
        JsonValue value = object.get(name);
        if (value == null) {
            return otherwise;
        }
        if (value instanceof JsonNumber number) {
            try {
                long whole = number.longValueExact();
                if (whole >= 0) {
                    return whole;
                }
            } catch (ArithmeticException e) {
                throw new Refusal(Code.BAD_MESSAGE, name + " is a whole number");
            }
        }
        throw new Refusal(Code.BAD_MESSAGE, name + " is a whole number that is not negative");
    }

    /** False when the field is absent. */
    boolean flag(String name) {
        JsonValue value = object.getOrDefault(name, JsonValue.FALSE);
        if (JsonValue.TRUE.equals(value) || JsonValue.FALSE.equals(value)) {
            return JsonValue.TRUE.equals(value);
        }
        throw new Refusal(Code.BAD_MESSAGE, name + " is true or false");
    }

    /** Any JSON, as text on one line. */
    String json(String name) {
        JsonValue value = object.get(name);
        if (value == null) {
            throw new Refusal(Code.BAD_MESSAGE, name + " is missing");
        }
        return value.toString();
    }

    Set<String> texts(String name) {
        JsonValue value = object.get(name);
        if (value == null) {
            return Set.of();
        }
        if (!(value instanceof JsonArray array)) {
            throw new Refusal(Code.BAD_MESSAGE, name + " is an array of strings");
        }
        Set<String> texts = new LinkedHashSet<>();
        for (JsonValue each : array) {
            if (!(each instanceof JsonString string)) {
                throw new Refusal(Code.BAD_MESSAGE, name + " is an array of strings");
            }
            texts.add(string.getString());
        }
        return texts;
    }

    /** The client's reference as JSON text: a string or a whole number; empty when there is none. */
    String ref() {
        JsonValue value = object.get("ref");
        if (value == null) {
            return "";
        }
        if (value instanceof JsonString text && text.getString().length() <= LONGEST_REF && StrictJson.isText(text.getString())
                || value instanceof JsonNumber number && number.isIntegral() && number.toString().length() <= JsonLimits.NUMBER) {
            return value.toString();
        }
        throw new Refusal(Code.BAD_MESSAGE, "ref is a string of at most " + LONGEST_REF + " characters or a whole number");
    }
}
