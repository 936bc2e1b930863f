package almenara.dialects;

/** Writes one JSON object in which some values are JSON text already, which the library's generator can't take over as it is. */
final class JsonText {

    private static final char FIRST_PRINTABLE = 0x20;

    private final StringBuilder text = new StringBuilder("{");

    JsonText field(String name, String value) {
        return raw(name, quoted(value));
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
            text.append(text.length() > 1 ? "," : "").append(quoted(name)).append(':').append(json);
        }
        return this;
    }

    String end() {
        return text.append('}').toString();
    }

    static String quoted(String value) {
        StringBuilder quoted = new StringBuilder(value.length() + 2).append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '"', '\\' -> quoted.append('\\').append(c);
                default -> {
                    if (c < FIRST_PRINTABLE || c == '\u2028' || c == '\u2029') {
                        quoted.append(String.format("\\u%04x", (int) c));
                    } else {
                        quoted.append(c);
                    }
                }
            }
        }
        return quoted.append('"').toString();
    }
}
