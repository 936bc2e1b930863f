package almenara.dialects;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import almenara.messages.Refusal;
import almenara.signaling.ForeignClient;
import almenara.signaling.Node;
import jakarta.json.Json;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * What a reference server said, played against ours: {@code a > frame} is said by a client, and then each has to hear exactly its lines {@code a < frame}, in
 * that order, before the next step.
 */
public final class Recorded {

    /** Where the transcripts are. */
    public static final Path FOLDER = Path.of("..", "docs", "transcripts", "dialects");

    private final Dialect dialect;
    private final Function<String, Node> nodes;
    private final Map<String, ForeignClient> clients = new LinkedHashMap<>();
    private final Map<String, List<String>> expected = new LinkedHashMap<>();
    private final Placeholders placeholders = new Placeholders();
    private String step = "the beginning";

    /** {@code nodes} gives the node that a client of that name connects to. */
    Recorded(Dialect dialect, Function<String, Node> nodes) {
        this.dialect = dialect;
        this.nodes = nodes;
    }

    void play(String transcript) throws IOException {
        Files.readAllLines(FOLDER.resolve(transcript)).stream().filter(line -> !line.startsWith("#")).forEach(this::line);
        settle();
    }

    private void line(String line) {
        String[] words = line.split(" ", 3);
        if ("<".equals(words[1])) {
            expected.computeIfAbsent(words[0], name -> new ArrayList<>()).add(words[2]);
            return;
        }
        settle();
        step = line;
        if (words[1].startsWith(">")) {
            say(clients.get(words[0]), placeholders.resolve(words[2]));
        } else {
            happens(words[1], words[2]);
        }
    }

    private void happens(String who, String what) {
        if (what.startsWith("connects")) {
            clients.put(who, nodes.apply(who).connect(dialect, what.substring("connects".length()).strip()));
        } else if (what.equals("is closed")) {
            assertFalse(clients.remove(who).closings().isEmpty(), step);
        } else if (what.equals("goes")) {
            clients.remove(who).goes();
        } else {
            assertEquals("six seconds pass", who + ' ' + what);
            clients.values().forEach(client -> client.waits(6));
        }
    }

    /** A server passes over what is no message. */
    private static void say(ForeignClient client, String frame) {
        try {
            client.says(frame);
        } catch (Refusal refusal) {
            assertEquals(Refusal.Code.BAD_MESSAGE, refusal.code(), frame);
        }
    }

    /** Everybody has heard what it should, and no more. */
    private void settle() {
        clients.forEach((name, client) -> compare(name, expected.getOrDefault(name, List.of()), client.takes()));
        expected.clear();
    }

    private void compare(String name, List<String> frames, List<String> heard) {
        List<JsonValue> here = new ArrayList<>();
        for (int each = 0; each < frames.size(); each++) {
            here.add(parse(each < heard.size() ? placeholders.learn(frames.get(each), heard.get(each)) : frames.get(each)));
        }
        assertEquals(here, heard.stream().map(Recorded::parse).toList(), name + " after " + step);
    }

    static JsonValue parse(String text) {
        try (var reader = Json.createReader(new StringReader(text))) {
            return reader.readValue();
        }
    }
}
