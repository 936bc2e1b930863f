package almenara.dialects;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * The frames of webrtc-star. Of others both servers tell the same, but ours at once what the reference says within ten seconds, and once what it repeats; the rest
 * is the same frame by frame.
 */
final class StarFrames implements Expected {

    private final Map<String, List<String>> expected = new HashMap<>();
    private final Map<String, Set<String>> others = new HashMap<>();
    private final Map<String, Set<String>> expectedOthers = new HashMap<>();

    @Override
    public String said(String frame) {
        return frame;
    }

    @Override
    public void add(String client, String frame) {
        if (isOfOthers(frame)) {
            expectedOthers.computeIfAbsent(client, name -> new TreeSet<>()).add(frame);
        } else {
            expected.computeIfAbsent(client, name -> new ArrayList<>()).add(comparable(frame));
        }
    }

    @Override
    public void check(String client, List<String> heard, String when) {
        List<String> frames = Objects.requireNonNullElse(expected.remove(client), List.of());
        heard.stream().filter(StarFrames::isOfOthers).forEach(frame -> others.computeIfAbsent(client, any -> new TreeSet<>()).add(frame));
        assertEquals(frames, heard.stream().filter(frame -> !isOfOthers(frame)).map(StarFrames::comparable).toList(), when);
        assertTrue(others.getOrDefault(client, Set.of()).containsAll(expectedOthers.getOrDefault(client, Set.of())), when);
    }

    @Override
    public void end() {
        assertEquals(expectedOthers, others);
    }

    private static boolean isOfOthers(String frame) {
        return frame.startsWith("42[\"ws-peer\"");
    }

    /** Without names that are made up, and bounds of this server's own; the members of an object in the order of JSON's text. */
    private static String comparable(String frame) {
        String known = frame.replaceAll("\"sid\":\"[^\"]{20,40}\"", "\"sid\":\"\"").replaceAll("\"maxPayload\":\\d+", "\"maxPayload\":0");
        int json = known.indexOf('[');
        return json < 0 || known.startsWith("0") ? known : known.substring(0, json) + Recorded.parse(known.substring(json));
    }
}
