package almenara.dialects;

import jakarta.json.stream.JsonParser;
import java.util.Set;

/** Counts the values and names that each member of an object holds while it is read, and notes the names of those that hold too many. */
final class Density {

    private final int most;
    private final Set<String> dense;
    private String member = "";
    private int values;

    Density(int most, Set<String> dense) {
        this.most = most;
        this.dense = dense;
    }

    /** {@code depth}: so many objects and arrays are open before the event. */
    void count(int depth, JsonParser.Event event, JsonParser parser) {
        if (depth == 1 && event == JsonParser.Event.KEY_NAME) {
            member = parser.getString();
            values = 0;
        } else if (depth > 0 && event != JsonParser.Event.END_OBJECT && event != JsonParser.Event.END_ARRAY) {
            values++;
            if (values == most + 1L) {
                dense.add(member);
            }
        }
    }
}
