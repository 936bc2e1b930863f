package almenara.dialects;

/** Writes one JSON object in which some values are JSON text already, which the library's generator can't take over as it is. */
final class JsonText {

    private static final char FIRST_PRINTABLE = 0x20;
    /** Most texts of the server are shorter. */
    private static final int USUAL = 256;
    /** Quotes, colon and comma around a value, and the end of the object. */
    private static final int MARKS = 8;

    private final StringBuilder text = new StringBuilder(USUAL).append('{');

    JsonText field(String name, String value) {
        begin(name, value.length());
        quote(text, value);
        return this;
    }

    /** The field, unless its value is empty. */
    JsonText optional(String name, String value) {
        return value.isEmpty() ? this : field(name, value);
    }

    JsonText field(String name, long value) {
        return raw(name, Long.toString(value));
    }

    JsonText field(String name, boolean value) {
        return raw(name, Boolean.toString(value));
    }

    /** A value that is JSON text already; none when it is empty. */
    JsonText raw(String name, String json) {
        if (!json.isEmpty()) {
            begin(name, json.length());
            text.append(json);
        }
        return this;
    }

    private void begin(String name, int length) {
        text.ensureCapacity(text.length() + name.length() + length + MARKS);
        if (text.length() > 1) {
            text.append(',');
        }
        quote(text, name);
        text.append(':');
    }

    String end() {
        return text.append('}').toString();
    }

    static String quoted(String value) {
        StringBuilder quoted = new StringBuilder(value.length() + 2);
        quote(quoted, value);
        return quoted.toString();
    }

    /** What needs no escape is taken over in one piece. */
    private static void quote(StringBuilder text, String value) {
        text.append('"');
        int from = 0;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\' || c < FIRST_PRINTABLE || c == '\u2028' || c == '\u2029') {
                text.append(value, from, i).append(escaped(c));
                from = i + 1;
            }
        }
        text.append(value, from, value.length()).append('"');
    }

    private static String escaped(char c) {
        return c == '"' || c == '\\' ? "\\" + c : String.format("\\u%04x", (int) c);
    }
}
