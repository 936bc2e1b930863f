package almenara.it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A client of Engine.IO by long-polling. */
final class EnginePolls {

    private final String url;
    private final String version;
    private final List<String> unread = new ArrayList<>();
    private final String sid;

    private EnginePolls(String path, String version) {
        this.version = version;
        String start = path + "/?EIO=" + version + "&transport=polling&t=x";
        List<String> first = split(Http.get(start, "X-Forwarded-For", "192.0.2.1").body());
        this.sid = EngineSocket.sid(first.getFirst());
        this.url = start + "&sid=" + sid;
        unread.addAll(first);
    }

    static EnginePolls connect(String path, String version) {
        return new EnginePolls(path, version);
    }

    String url() {
        return url;
    }

    String sid() {
        return sid;
    }

    /** All of these go in one body. */
    void says(String... packets) {
        StringBuilder body = new StringBuilder();
        for (String packet : packets) {
            body.append("4".equals(version) ? (body.isEmpty() ? "" : "\u001e") + packet : packet.length() + ":" + packet);
        }
        assertEquals("200 ok", answer(body.toString()));
    }

    String answer(String body) {
        Http.Answer answer = Http.send("POST", Server.http(url), body.getBytes(StandardCharsets.UTF_8), "Content-Type", "text/plain;charset=UTF-8");
        return answer.status() + " " + answer.body();
    }

    /** Asks until the packet has come. */
    void waitsFor(String packet) {
        while (unread.stream().noneMatch(each -> EngineSocket.comparable(each).equals(packet))) {
            Http.Answer answer = Http.get(url);
            assertEquals(200, answer.status(), () -> packet + " did not come: " + answer.body());
            unread.addAll(split(answer.body()));
        }
        unread.removeIf(each -> EngineSocket.comparable(each).equals(packet));
    }

    private List<String> split(String body) {
        if ("4".equals(version)) {
            return List.of(body.split("\u001e"));
        }
        List<String> packets = new ArrayList<>();
        int at = 0;
        while (at < body.length()) {
            int colon = body.indexOf(':', at);
            int end = colon + 1 + Integer.parseInt(body.substring(at, colon));
            packets.add(body.substring(colon + 1, end));
            at = end;
        }
        return packets;
    }
}
