package almenara.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One transcript as it is played: the client's lines are said, the node's lines have to come, and what stands between them is done by another peer. */
final class Replay implements AutoCloseable {

    private static final Pattern WORD = Pattern.compile("\"(\\$\\w+)\"");
    private static final int LOG_ENTRIES = 100;

    private final String room = Server.room();
    private final Map<String, JsonValue> words = new HashMap<>();
    private final Map<String, Runnable> acts = Map.of(
            "another client joins", () -> other = Client.join(room),
            "the other one answers, to all", () -> other().done("'type':'signal','id':'t1','data':{'hello':'all'}"),
            "the other client leaves", () -> other().done("'type':'leave'"),
            "the other one claims the offer and answers it", this::claimsAndAnswers,
            "the other one makes an offer", () -> other().done("'type':'offer','data':{'description':{'type':'offer','sdp':'theirs'}}"),
            "the other one signals", () -> signals("t1", "before"),
            "the connection breaks; meanwhile the other one signals twice", this::missesTwo,
            "the connection breaks; the room's continuity is lost meanwhile", this::losesContinuity);
    private Client client;
    private Client other;

    void play(String line) {
        if (line.startsWith("> ")) {
            say(line.substring(2));
        } else if (line.startsWith("< ")) {
            hear(Server.parse(line.substring(2)));
        } else if (line.startsWith("-- ") && client != null) {
            act(line.substring("-- ".length()));
        }
    }

    void act(String what) {
        Runnable act = acts.get(what);
        if (act == null) {
            fail("nobody knows how to play: " + what);
        }
        act.run();
    }

    List<JsonObject> unread() {
        return client.unread();
    }

    private Client other() {
        return other;
    }

    private void signals(String id, String data) {
        other.done("'type':'signal','id':'" + id + "','data':'" + data + "'");
    }

    private void claimsAndAnswers() {
        String offer = other.done("'type':'claim'").getString("offer");
        other.done("'type':'answer','offer':'" + offer + "','data':{'description':{'type':'answer','sdp':'theirs'}}");
    }

    private void missesTwo() {
        client.cut();
        signals("t2", "first");
        signals("t3", "second");
    }

    /** The log moves on by more than it holds. */
    private void losesContinuity() {
        client.cut();
        for (int i = 0; i <= LOG_ENTRIES; i++) {
            signals("x" + i, "unheard");
        }
    }

    private void say(String frame) {
        if (frame.contains("\"type\":\"join\"") || frame.contains("\"type\":\"resume\"")) {
            client = Client.connect(room);
        }
        client.say(WORD.matcher(frame).replaceAll(word -> Matcher.quoteReplacement(words.get(word.group(1)).toString())));
    }

    /** Answers come in their order and events come in theirs; which of both comes first is left open. */
    private void hear(JsonObject expected) {
        boolean answer = expected.containsKey("ref");
        JsonObject next = client.heard().take(expected.toString(), message -> message.containsKey("ref") == answer);
        match(expected, next, expected + " is expected, and this came: " + next);
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
            assertEquals(expected instanceof JsonNumber ? expected.toString() : expected,
                    actual instanceof JsonNumber ? actual.toString() : actual, message);
        }
    }

    @Override
    public void close() {
        if (client != null) {
            client.close();
        }
        if (other != null) {
            other.close();
        }
    }
}
