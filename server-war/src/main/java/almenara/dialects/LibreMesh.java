package almenara.dialects;

import almenara.messages.Refusal;
import almenara.messages.StateEntry;
import almenara.messages.StateEntry.Bleaching;
import almenara.messages.StateEntry.Counted;
import almenara.messages.StateEntry.Rank;
import almenara.messages.StateEntry.Signed;
import almenara.messages.StateTable;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The tables of LibreMesh's shared-state as JSON: one object, an entry a key. What can't be read is no entry, and a text that is no table holds none, as it
 * is with routers. Data of signed tables is one string, {@code signature.time.end.value}, which every router carries as it is.
 */
public final class LibreMesh {

    private static final int LONGEST = 256;
    private static final int SIGNED_PARTS = 4;
    private static final String TTL = "bleachTTL";
    private static final String AUTHOR = "author";
    private static final String DATA = "data";

    private final StrictJson json;

    public LibreMesh(JsonLimits limits) {
        this.json = new StrictJson(limits);
    }

    /** The entries in the text by their keys, in their order. */
    public Map<String, StateEntry> decode(StateTable.Kind kind, String text) {
        Map<String, StateEntry> entries = new LinkedHashMap<>();
        read(text).forEach((key, value) -> entry(kind, value).filter(each -> isName(key) && !key.isEmpty()).ifPresent(each -> entries.put(key, each)));
        return entries;
    }

    private Map<String, JsonValue> read(String text) {
        try {
            return json.members(text, JsonLimits.VALUES);
        } catch (Refusal refusal) {
            return Map.of();
        }
    }

    private static Optional<StateEntry> entry(StateTable.Kind kind, JsonValue value) {
        if (!(value instanceof JsonObject object)) {
            return Optional.empty();
        }
        String author = object.get(AUTHOR) instanceof JsonString name ? name.getString() : "";
        if (!isName(author)) {
            return Optional.empty();
        }
        JsonValue data = object.getOrDefault(DATA, JsonValue.NULL);
        return switch (kind) {
            case CLASSIC -> whole(object, TTL).map(ttl -> new StateEntry(author, text(data), new Bleaching(ttl)));
            case MULTIWRITER -> counted(object).map(rank -> new StateEntry(author, text(data), rank));
            case SIGNED -> whole(object, TTL).flatMap(ttl -> data instanceof JsonString string ? signed(author, ttl, string.getString()) : Optional.empty());
        };
    }

    private static Optional<Rank> counted(JsonObject object) {
        Optional<Long> changes = whole(object, "changes").filter(count -> count >= 0);
        Optional<Long> fortune = whole(object, "fortune").filter(lot -> lot >= 0);
        return changes.flatMap(count -> fortune.map(lot -> new Counted(whole(object, "lastModified").orElse(0L), count, lot)));
    }

    private static Optional<StateEntry> signed(String author, long ttl, String text) {
        String[] parts = text.split("\\.", SIGNED_PARTS);
        if (parts.length < SIGNED_PARTS || !parts[0].matches("[A-Za-z0-9_-]{86}") || !parts[1].matches("[1-9][0-9]{0,15}") || !parts[2].matches("[1-9][0-9]{0,15}")) {
            return Optional.empty();
        }
        return Optional.of(new StateEntry(author, parts[SIGNED_PARTS - 1], new Signed(ttl, Long.parseLong(parts[1]), Long.parseLong(parts[2]), parts[0])));
    }

    /** A whole number that counts exactly everywhere (up to 2^53). */
    private static Optional<Long> whole(JsonObject object, String name) {
        if (!(object.get(name) instanceof JsonNumber number)) {
            return Optional.empty();
        }
        try {
            long whole = number.bigDecimalValue().longValueExact();
            return Optional.of(Math.clamp(whole, -1L << 53, 1L << 53));
        } catch (ArithmeticException e) {
            return Optional.empty();
        }
    }

    private static String text(JsonValue data) {
        return data == JsonValue.NULL ? "" : data.toString();
    }

    /** Names are short, and have no line breaks. */
    private static boolean isName(String text) {
        return text.length() <= LONGEST && text.chars().noneMatch(Character::isISOControl);
    }

    /** The table as JSON. */
    public String encode(Map<String, StateEntry> entries) {
        StringBuilder text = new StringBuilder("{");
        entries.forEach((key, entry) -> text.append(text.length() > 1 ? "," : "").append(JsonText.quoted(key)).append(':').append(encode(entry)));
        return text.append('}').toString();
    }

    private static String encode(StateEntry entry) {
        JsonText text = new JsonText();
        return switch (entry.rank()) {
            case Bleaching(long ttl) -> text.field(TTL, ttl).field(AUTHOR, entry.author()).raw(DATA, entry.data()).end();
            case Counted(long modified, long changes, long fortune) -> text.field("lastModified", modified).field("changes", changes)
                    .field("fortune", fortune).field(AUTHOR, entry.author()).raw(DATA, entry.data()).end();
            case Signed(long ttl, long time, long end, String signature) -> text.field(TTL, ttl).field(AUTHOR, entry.author())
                    .field(DATA, signature + '.' + time + '.' + end + '.' + entry.data()).end();
        };
    }
}
