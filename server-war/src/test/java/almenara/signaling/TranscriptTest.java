package almenara.signaling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.fail;

import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Plays docs/transcripts: the client's lines are said, the node's lines have to come, and what stands between them is done by another peer. */
class TranscriptTest {

    private static final Path FOLDER = Path.of("..", "docs", "transcripts");
    private static final Pattern WORD = Pattern.compile("\"(\\$\\w+)\"");

    static List<Path> transcripts() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.filter(file -> file.toString().endsWith(".txt")).sorted().toList();
        }
    }

    @Test
    void thereAreTranscripts() throws IOException {
        assertFalse(transcripts().isEmpty());
    }

    @ParameterizedTest
    @MethodSource("transcripts")
    void theServerPlaysItsPart(Path file) throws IOException {
        Replay replay = new Replay();
        List<String> lines = Files.readAllLines(file);
        if (lines.stream().anyMatch(line -> line.contains("\"members\":[{\"peer\":\"$other\"}]"))) {
            replay.act("another client joins");
        }
        for (String line : lines) {
            replay.play(line);
        }
        assertEquals(List.of(), replay.unread(), "the node says no more than the transcript");
    }

    private static final class Replay {
        private final Nodes nodes = new Nodes(1);
        private final Node node = nodes.node(0);
        private final Map<String, JsonValue> words = new HashMap<>();
        private final List<JsonObject> read = new ArrayList<>();
        private final Map<String, Runnable> acts = Map.of(
                "another client joins", () -> joins(),
                "the other one answers, to all", () -> other().done("'type':'signal','id':'t1','data':{'hello':'all'}"),
                "the other client leaves", () -> other().done("'type':'leave'"),
                "the other one claims the offer and answers it", () -> claimsAndAnswers(),
                "the other one makes an offer", () -> other().done("'type':'offer','data':{'description':{'type':'offer','sdp':'theirs'}}"),
                "the other one signals", () -> signals("t1", "before"),
                "the connection breaks; meanwhile the other one signals twice", () -> missesTwo(),
                "the connection breaks; the room's continuity is lost meanwhile", () -> losesContinuity());
        private Client client;
        private Client other;
        private boolean begun;

        void play(String line) {
            if (line.startsWith("> ")) {
                begun = true;
                say(line.substring(2));
            } else if (line.startsWith("< ")) {
                hear(Client.parse(line.substring(2)));
            } else if (line.startsWith("-- ") && begun) {
                act(line.substring(3));
            }
        }

        void act(String what) {
            Runnable act = acts.get(what);
            if (act == null) {
                fail("nobody knows how to play: " + what);
            }
            act.run();
        }

        private Client other() {
            return other;
        }

        private void joins() {
            other = node.join(Nodes.ROOM);
        }

        private void signals(String id, String data) {
            other.done("'type':'signal','id':'" + id + "','data':'" + data + "'");
        }

        private void claimsAndAnswers() {
            String offer = other.done("'type':'claim'").getString("offer");
            other.done("'type':'answer','offer':'" + offer + "','data':{'description':{'type':'answer','sdp':'theirs'}}");
        }

        private void missesTwo() {
            client.drop();
            signals("t2", "first");
            signals("t3", "second");
        }

        private void losesContinuity() {
            client.drop();
            nodes.cluster.merge();
        }

        private void say(String frame) {
            if (frame.contains("\"type\":\"join\"") || frame.contains("\"type\":\"resume\"")) {
                client = node.connect(Nodes.ROOM);
                read.clear();
            }
            client.say(WORD.matcher(frame).replaceAll(word -> Matcher.quoteReplacement(words.get(word.group(1)).toString())));
        }

        /** Answers come in their order and events come in theirs; which of both comes first is left open. */
        private void hear(JsonObject expected) {
            boolean answer = expected.containsKey("ref");
            JsonObject next = unread().stream().filter(message -> message.containsKey("ref") == answer).findFirst()
                    .orElseGet(() -> fail("this did not come: " + expected));
            read.add(next);
            match(expected, next, expected + " is expected, and this came: " + next);
        }

        List<JsonObject> unread() {
            return client.heard().stream().filter(message -> read.stream().noneMatch(one -> one == message)).toList();
        }

        private void match(JsonValue expected, JsonValue actual, String message) {
            if (expected instanceof JsonString word && word.getString().startsWith("$")) {
                JsonValue bound = words.putIfAbsent(word.getString(), actual);
                assertEquals(bound == null ? actual : bound, actual, message);
            } else if (expected instanceof JsonObject fields) {
                assertEquals(fields.keySet(), actual.asJsonObject().keySet(), message);
                fields.forEach((name, value) -> match(value, actual.asJsonObject().get(name), message));
            } else if (expected instanceof JsonArray values) {
                assertEquals(values.size(), actual.asJsonArray().size(), message);
                for (int each = 0; each < values.size(); each++) {
                    match(values.get(each), actual.asJsonArray().get(each), message);
                }
            } else {
                assertEquals(expected instanceof JsonNumber ? expected.toString() : expected, actual instanceof JsonNumber ? actual.toString() : actual, message);
            }
        }
    }
}
