package almenara.dialects;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import almenara.messages.Refusal;
import almenara.signaling.ForeignClient;
import almenara.signaling.Node;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * What the reference server of webrtc-star said, played against ours. Of others both tell the same, but ours at once what the reference says within ten seconds,
 * and once what it repeats; the rest is the same frame by frame.
 */
final class StarRecorded {

    private final Dialect dialect;
    private final Function<String, Node> nodes;
    private final Map<String, ForeignClient> clients = new LinkedHashMap<>();
    private final Map<String, List<String>> expected = new LinkedHashMap<>();
    private final Map<String, Set<String>> others = new LinkedHashMap<>();
    private final Map<String, Set<String>> expectedOthers = new LinkedHashMap<>();
    private String step = "the beginning";

    StarRecorded(Dialect dialect, Function<String, Node> nodes) {
        this.dialect = dialect;
        this.nodes = nodes;
    }

    /** Gives the number of frames that were the same. */
    int play(String transcript) throws IOException {
        List<String> lines = Files.readAllLines(Recorded.FOLDER.resolve(transcript)).stream().filter(line -> !line.startsWith("#")).toList();
        lines.forEach(line -> line(line.split(" ", 3), line));
        settle();
        assertEquals(expectedOthers, others);
        return (int) lines.stream().filter(line -> line.contains(" < ")).count();
    }

    private void line(String[] words, String line) {
        switch (words[1]) {
            case "<" -> hears(words[0], words[2]);
            case ">" -> {
                settle();
                step = line;
                say(clients.get(words[0]), words[2]);
            }
            default -> {
                settle();
                step = line;
                happens(words[1], words[2]);
            }
        }
    }

    private void hears(String who, String frame) {
        if (frame.startsWith("42[\"ws-peer\"")) {
            expectedOthers.computeIfAbsent(who, name -> new TreeSet<>()).add(frame);
        } else {
            expected.computeIfAbsent(who, name -> new ArrayList<>()).add(comparable(frame));
        }
    }

    private void happens(String who, String what) {
        if (what.startsWith("connects")) {
            clients.put(who, nodes.apply(who).connect(dialect, what.substring("connects".length()).strip()));
        } else if (what.equals("goes")) {
            clients.remove(who).goes();
        } else {
            assertEquals("ten seconds pass", who + ' ' + what);
            clients.values().forEach(client -> client.waits(10));
        }
    }

    private static void say(ForeignClient client, String frame) {
        try {
            client.says(frame);
        } catch (Refusal refusal) {
            assertEquals(Refusal.Code.BAD_MESSAGE, refusal.code(), frame);
        }
    }

    private void settle() {
        clients.forEach((name, client) -> {
            List<String> heard = new ArrayList<>(client.takes());
            heard.stream().filter(frame -> frame.startsWith("42[\"ws-peer\"")).forEach(frame -> others.computeIfAbsent(name, any -> new TreeSet<>()).add(frame));
            heard.removeIf(frame -> frame.startsWith("42[\"ws-peer\""));
            assertEquals(expected.getOrDefault(name, List.of()), heard.stream().map(StarRecorded::comparable).toList(), name + " after " + step);
            assertTrue(others.getOrDefault(name, Set.of()).containsAll(expectedOthers.getOrDefault(name, Set.of())), name + " after " + step);
        });
        expected.clear();
    }

    /** Without names that are made up, and bounds of this server's own; the members of an object in the order of JSON's text. */
    private static String comparable(String frame) {
        String known = frame.replaceAll("\"sid\":\"[^\"]{20,40}\"", "\"sid\":\"\"").replaceAll("\"maxPayload\":\\d+", "\"maxPayload\":0");
        int json = known.indexOf('[');
        return json < 0 || known.startsWith("0") ? known : known.substring(0, json) + Recorded.parse(known.substring(json));
    }
}
