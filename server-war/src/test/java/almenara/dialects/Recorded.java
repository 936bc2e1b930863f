package almenara.dialects;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import almenara.messages.Refusal;
import almenara.signaling.ForeignClient;
import almenara.signaling.Nodes;
import jakarta.json.Json;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a reference server said, played against ours: {@code a > frame} is said by a client, and then each has to hear its lines {@code a < frame} before the next
 * step.
 */
public final class Recorded {

    /** Where the transcripts are. */
    public static final Path FOLDER = Path.of("..", "docs", "transcripts", "dialects");
    private static final Map<String, Integer> PAUSES = Map.of("six seconds pass", 6, "ten seconds pass", 10);

    private final Dialect dialect;
    private final Nodes nodes;
    private final int many;
    private final Expected expected;
    private final Map<String, ForeignClient> clients = new LinkedHashMap<>();
    private String step = "the beginning";

    /** The clients connect to so many nodes in turn, and hear exactly their frames. */
    Recorded(Dialect dialect, Nodes nodes, int many) {
        this(dialect, nodes, many, new SameFrames());
    }

    Recorded(Dialect dialect, Nodes nodes, int many, Expected expected) {
        this.dialect = dialect;
        this.nodes = nodes;
        this.many = many;
        this.expected = expected;
    }

    /** Gives the number of frames that the transcript has for its clients. */
    int play(String transcript) throws IOException {
        List<String> lines = Files.readAllLines(FOLDER.resolve(transcript)).stream().filter(line -> !line.startsWith("#")).toList();
        lines.forEach(this::line);
        settle();
        expected.end();
        return (int) lines.stream().filter(line -> line.contains(" < ")).count();
    }

    private void line(String line) {
        String[] words = line.split(" ", 3);
        if ("<".equals(words[1])) {
            expected.add(words[0], words[2]);
            return;
        }
        settle();
        step = line;
        if (words[1].startsWith(">")) {
            say(clients.get(words[0]), expected.said(words[2]));
        } else {
            happens(words[1], words[2]);
        }
    }

    private void happens(String who, String what) {
        if (what.startsWith("connects")) {
            clients.put(who, nodes.node((who.charAt(0) - 'a') % many).connect(dialect, what.substring("connects".length()).strip()));
        } else if (what.equals("is closed")) {
            assertFalse(clients.remove(who).closings().isEmpty(), step);
        } else if (what.equals("goes")) {
            clients.remove(who).goes();
        } else {
            assertTrue(PAUSES.containsKey(who + ' ' + what), step);
            clients.values().forEach(client -> client.waits(PAUSES.get(who + ' ' + what)));
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

    private void settle() {
        clients.forEach((name, client) -> expected.check(name, client.takes(), name + " after " + step));
    }

    static JsonValue parse(String text) {
        try (var reader = Json.createReader(new StringReader(text))) {
            return reader.readValue();
        }
    }
}
