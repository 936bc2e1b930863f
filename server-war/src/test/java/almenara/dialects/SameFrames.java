package almenara.dialects;

import static org.junit.jupiter.api.Assertions.assertEquals;

import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The same frames of JSON in the same order, but for what a server makes up. */
final class SameFrames implements Expected {

    private final Map<String, List<String>> expected = new HashMap<>();
    private final Placeholders placeholders = new Placeholders();

    @Override
    public String said(String frame) {
        return placeholders.resolve(frame);
    }

    @Override
    public void add(String client, String frame) {
        expected.computeIfAbsent(client, name -> new ArrayList<>()).add(frame);
    }

    @Override
    public void check(String client, List<String> heard, String when) {
        List<String> frames = Objects.requireNonNullElse(expected.remove(client), List.of());
        List<JsonValue> here = new ArrayList<>();
        for (int each = 0; each < frames.size(); each++) {
            here.add(Recorded.parse(each < heard.size() ? placeholders.learn(frames.get(each), heard.get(each)) : frames.get(each)));
        }
        assertEquals(here, heard.stream().map(Recorded::parse).toList(), when);
    }
}
