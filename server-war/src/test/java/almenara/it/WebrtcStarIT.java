package almenara.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import almenara.dialects.Recorded;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients of webrtc-star on the real server, over WebSocket and by long-polling, in both versions of Engine.IO. */
@ArquillianTest
class WebrtcStarIT {

    private static final int MESSAGE = 4096;
    private static final String PATH = "/socket.io";
    private static final String WEBSOCKET = "transport=websocket&EIO=";

    @Deployment(testable = false)
    static WebArchive almenara() {
        return Wars.almenara("trusted-proxies=127.0.0.1", "message-bytes=" + MESSAGE, "ping-seconds=2", "pong-seconds=2", "drain-seconds=0");
    }

    private static String at(String id) {
        return "/dns4/s/tcp/443/wss/p2p-webrtc-star/p2p/" + id;
    }

    private static String join(String id) {
        return "42[\"ss-join\",\"" + at(id) + "\"]";
    }

    private static String peer(String id) {
        return "42[\"ws-peer\",\"" + at(id) + "\"]";
    }

    private static String handshake(String event, String from, String to, String more) {
        return "42[\"" + event + "\",{\"intentId\":\"i\",\"srcMultiaddr\":\"" + at(from) + "\",\"dstMultiaddr\":\"" + at(to) + "\"" + more + "}]";
    }

    private static EngineSocket connect(String version) {
        EngineSocket client = EngineSocket.connect(PATH, WEBSOCKET + version);
        client.says("40");
        client.waitsFor("4".equals(version) ? "40{\"sid\":\"\"}" : "40");
        return client;
    }

    @Test
    void itSaysWhatTheReferenceServerSays() throws IOException {
        nobodyIsThere();
        Map<String, EngineSocket> clients = new HashMap<>();
        for (String line : Files.readAllLines(Recorded.FOLDER.resolve("webrtc-star.txt"))) {
            String[] words = line.split(" ", 3);
            switch (words[1]) {
                case ">" -> says(clients.get(words[0]), words[2]);
                case "<" -> hears(clients.get(words[0]), words[2]);
                default -> happens(clients, words);
            }
        }
        clients.values().forEach(EngineSocket::close);
    }

    /** Returns when it has been carried out. */
    private static void says(EngineSocket client, String frame) {
        client.says(frame);
        client.says("2");
        client.waitsFor("3");
    }

    private static void hears(EngineSocket client, String frame) {
        if (frame.startsWith("42[\"ws-peer\"")) {
            Server.await(frame, () -> client.hasHeard(frame));
        } else {
            client.waitsFor(frame);
        }
    }

    private static void happens(Map<String, EngineSocket> clients, String[] words) {
        if (words[2].startsWith("connects")) {
            clients.put(words[1], EngineSocket.connect(PATH, words[2].substring("connects ".length())));
        } else if (words[2].equals("goes")) {
            clients.remove(words[1]).close();
            Server.await("the node has noticed that it has gone", () -> connections() == clients.size());
        }
    }

    /** Those of other tests have gone. */
    private static void nobodyIsThere() {
        Server.await("all have gone", () -> connections() == 0);
    }

    private static double connections() {
        return Meters.connections("webrtc-star");
    }

    @ParameterizedTest
    @ValueSource(strings = {"4", "3"})
    void whoPollsMeetsWhoHasAWebSocket(String version) {
        EnginePolls polls = EnginePolls.connect(PATH, version);
        polls.says("40", join("poll" + version));
        try (EngineSocket socket = connect(version)) {
            socket.says(join("socket" + version));
            socket.waitsFor(peer("poll" + version));
            polls.waitsFor(peer("socket" + version));
            socket.says(handshake("ss-handshake", "socket" + version, "poll" + version, ",\"signal\":\"grüße\""));
            polls.waitsFor(handshake("ws-handshake", "socket" + version, "poll" + version, ",\"signal\":\"grüße\""));
            polls.says(handshake("ss-handshake", "socket" + version, "poll" + version, ",\"answer\":true,\"signal\":\"✓\""));
            socket.waitsFor(handshake("ws-handshake", "socket" + version, "poll" + version, ",\"answer\":true,\"signal\":\"✓\""));
        }
        polls.says("1");
        Server.await("the session is over", () -> Http.get(polls.url()).status() == 400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"4", "3"})
    void whoPollsChangesOverToAWebSocketAndKeepsItsAddress(String version) {
        nobodyIsThere();
        EnginePolls polls = EnginePolls.connect("/socket.io-next", version);
        polls.says("40", join("change" + version));
        try (EngineSocket over = EngineSocket.connect("/socket.io-next", WEBSOCKET + version + "&sid=" + polls.sid()); EngineSocket other = connect("4")) {
            over.says("2probe");
            over.waitsFor("3probe");
            over.says("5");
            other.says(join("other" + version));
            over.waitsFor(peer("other" + version));
            assertEquals("400 {\"code\":1,\"message\":\"Session ID unknown\"}", polls.answer("40"));
            assertEquals(2, connections());
            over.says("2");
            over.waitsFor("3");
        }
        nobodyIsThere();
    }

    @Test
    void whoAsksWronglyIsToldSoAsByTheReferenceServer() {
        String unknown = "400 {\"code\":1,\"message\":\"Session ID unknown\"}";
        assertEquals("400 {\"code\":0,\"message\":\"Transport unknown\"}", get("?EIO=4&transport=nope"));
        assertEquals(unknown, get("?EIO=4&transport=polling&sid=nope"));
        assertEquals("400 {\"code\":2,\"message\":\"Bad handshake method\"}", post("?EIO=4&transport=polling", "40"));
        assertEquals(unknown, post("?EIO=4&transport=polling&sid=nope", "40"));
        for (String method : List.of("GET", "POST")) {
            assertEquals(415, Http.send(method, Server.http(PATH + "/?EIO=4"), "sid=x".getBytes(StandardCharsets.UTF_8), "Content-Type", "application/x-www-form-urlencoded").status());
        }
    }

    private static String get(String query) {
        Http.Answer answer = Http.get(PATH + "/" + query);
        return answer.status() + " " + answer.body();
    }

    private static String post(String query, String body) {
        Http.Answer answer = Http.send("POST", Server.http(PATH + "/" + query), body.getBytes(StandardCharsets.UTF_8));
        return answer.status() + " " + answer.body();
    }

    @Test
    void pagesOfOtherOriginsMayPollWithTheCookiesOfALoadBalancer() {
        Http.Answer answer = Http.get(PATH + "/?EIO=4&transport=polling", "Origin", "https://page.example");
        assertEquals("https://page.example", answer.header("Access-Control-Allow-Origin"));
        assertEquals("true", answer.header("Access-Control-Allow-Credentials"));
        assertTrue(answer.header("Content-Type").startsWith("text/plain"));
    }

    @Test
    void aBodyHasSoManyBytes() {
        EnginePolls polls = EnginePolls.connect(PATH, "4");
        polls.says("40");
        assertEquals("200 ok", polls.answer("42[\"x\",\"" + "x".repeat(MESSAGE - 10) + "\"]"));
        assertTrue(polls.answer("42[\"x\",\"" + "x".repeat(MESSAGE - 9) + "\"]").startsWith("413 "));
        polls.waitsFor("40{\"sid\":\"\"}");
    }

    @Test
    void bytesAndNonsenseAreSurvivedInBothWays() {
        EnginePolls polls = EnginePolls.connect(PATH, "4");
        polls.says("40", "bAAEC", "nonsense", "", "451-[\"x\",{\"_placeholder\":true,\"num\":0}]", "2");
        polls.waitsFor("3");
        try (EngineSocket socket = connect("4")) {
            socket.saysInBytes(new byte[] {0, 1, 2, (byte) 0xff});
            socket.says("nonsense");
            socket.says("2");
            socket.waitsFor("3");
        }
    }

    @Test
    void whoPollsNoMoreIsGoneAndWhoIsNotAnsweredForLongIsToldThatThereIsNothing() {
        nobodyIsThere();
        EnginePolls old = EnginePolls.connect(PATH, "3");
        old.waitsFor("6");
        EnginePolls.connect(PATH, "3");
        assertEquals(2, connections());
        Server.await("it is gone, and the other is not", () -> {
            assertEquals(200, Http.get(old.url()).status());
            return connections() == 1;
        });
    }

    @Test
    void whoIsThereWhenTheNodeEndsIsToldToComeAgain() {
        EnginePolls polls = EnginePolls.connect(PATH, "4");
        polls.says("40");
        polls.waitsFor("40{\"sid\":\"\"}");
        try (EngineSocket socket = connect("4")) {
            Thread asker = Thread.ofVirtual().start(() -> asksToTheEnd(polls));
            Management.away(() -> {
                assertEquals(1012, socket.closeCode());
                Server.await("whoever asked was told so", () -> !asker.isAlive());
            });
        }
    }

    private static void asksToTheEnd(EnginePolls polls) {
        Http.Answer answer = Http.get(polls.url());
        while (answer.status() == 200 && !List.of(answer.body().split("\u001e")).contains("1")) {
            answer = Http.get(polls.url());
        }
    }
}
