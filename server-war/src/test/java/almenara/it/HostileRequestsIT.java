package almenara.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;

/** Posts and event streams whose clients break HTTP, and everything else, on every path that the node has. */
@ArquillianTest
class HostileRequestsIT {

    private static final int CASES = 2500;
    private static final Duration SOON = Duration.ofSeconds(3);
    private static final String ROOM = Server.room();
    private static final List<String> METHODS = List.of("GET", "GET", "POST", "POST", "PUT", "DELETE", "OPTIONS", "HEAD", "TRACE", "PATCH", "G\u0001T");
    private static final List<String> PATHS = List.of("/room/" + ROOM, "/room/" + ROOM, "/room/" + ROOM, "/room/" + ROOM + "/offers", "/room/" + ROOM + "/offers/claim", "/room/" + ROOM + "/offers/abcdefghijklmnop/hold",
            "/room/..%2f..", "/room/%00", "/nodes?near=" + "A".repeat(43), "/nodes/proof?nonce=%zz", "/token", "/ip", "/dht-get?k=" + "A".repeat(43) + "&salt=almenara/%ff&seq=x", "/dht-put",
            "/cgi-bin/shared-state/bat-hosts",
            "/cgi-bin/shared-state/bat-hosts?gzip", "/cgi-bin/shared-state-multiwriter/x", "/y-webrtc//////x", "/peerjs/peerjs/id", "/peerjs/////peers", "/", "/?pow=" + "A".repeat(160), "/sdk/../WEB-INF/web.xml", "B", "*", ";x",
            "host:80", "?x", "/socket.io/?EIO=4&transport=polling", "/socket.io/?EIO=4&transport=polling&sid=none", "/socket.io-next/?EIO=3&transport=polling", "/socket.io/?transport=%zz", "/tracker", "/tracker/stats.json",
            "/announce/%00", "/trystero", "/matchbox/health", "/matchbox/room?next=2");
    /** The page of a dialect may say that it is for WebSockets. */
    private static final Set<Integer> SERVED = Set.of(200, 426);
    /** Those of them where anybody who asks properly is answered. */
    private static final List<String> OPEN = List.of("/ip", "/", "/cgi-bin/shared-state/bat-hosts", "/y-webrtc//////x", "/peerjs/peerjs/id", "/socket.io/?EIO=4&transport=polling", "/socket.io-next/?EIO=3&transport=polling", "/tracker",
            "/tracker/stats.json", "/trystero", "/matchbox/health");
    private static final List<String> HEADERS = List.of("Accept: text/event-stream", "Accept: text/event-stream", "Accept: application/json", "Last-Event-ID: abcdefgh.3.token", "Last-Event-ID: ..", "Last-Event-ID: abcdefgh.-1.x",
            "Authorization: Bearer " + "a".repeat(26) + "." + "b".repeat(32), "Authorization: PoW " + "A".repeat(160), "Authorization: PoW", "Almenara-Proof: " + "A".repeat(192), "Almenara-Proof:", "X-Forwarded-For: 192.0.2.1, ::1%x, 127.0.0.9",
            "X-Forwarded-For: ,unknown", "Origin: https://stranger.example", "Origin: null", "Content-Type: application/json", "Content-Type: \u00e9/;;", "Content-Encoding: gzip", "Content-Length: 5", "Content-Length: 5",
            "Content-Length: -1", "Content-Length: 99999999999999999999", "Transfer-Encoding: chunked", "Transfer-Encoding: gzip", "Expect: 100-continue", "Connection: close", "Host: a b", " folded: x", "no colon", "Upgrade: websocket",
            "Cookie: " + "x".repeat(9000));
    private static final List<String> BODIES = Stream.of("", "{}", "{'type':'signal','data':1}", "{'type':'join'}", "5\r\n{\"a\":\r\n", "zz\r\n", "2\r\n{}\r\n0\r\n\r\n", "{'k':'A'", "\u00ff\u00fe", "40\u001e42['x']\u001e", "2:401:299999999:x", "{'a':{'bleachTTL':30,'author':'x','data':1}}",
            "GET / HTTP/1.1\r\n\r\n").map(text -> text.replace('\'', '"')).toList();

    @Deployment(testable = false)
    static WebArchive almenara() {
        return Wars.almenara("grace-seconds=1", "resume-seconds=5", "join-seconds=2", "ping-seconds=2", "pong-seconds=6", "body-seconds=1", "drain-seconds=0", "message-bytes=4096", "trusted-proxies=127.0.0.0/8", "state-tables=bat-hosts");
    }

    private static <T> T any(List<T> all, Random random) {
        return all.get(random.nextInt(all.size()));
    }

    private static byte[] request(String path, Random random) {
        String body = any(BODIES, random);
        StringBuilder request = new StringBuilder(any(METHODS, random)).append(' ').append(path).append(random.nextInt(20) == 0 ? "" : " HTTP/1.1").append("\r\nHost: x\r\n");
        for (int headers = random.nextInt(5); headers > 0; headers--) {
            request.append(any(HEADERS, random)).append("\r\n");
        }
        if (random.nextBoolean()) {
            request.append("Content-Length: ").append(body.length()).append("\r\n");
        }
        request.append("\r\n").append(body);
        if (random.nextInt(8) == 0) {
            request.setCharAt(random.nextInt(request.length()), (char) random.nextInt(256));
        }
        return request.toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    @Test
    void nothingIsThrownAndNothingStays() throws IOException, InterruptedException {
        Hostile clients = new Hostile(CASES);
        Statuses answers = new Statuses();
        clients.play(random -> {
            String path = any(PATHS, random);
            try (Torn client = new Torn(random)) {
                byte[] request = request(path, random);
                client.send(random.nextInt(6) == 0 ? Arrays.copyOf(request, random.nextInt(request.length)) : request);
                Torn.End end = any(List.of(Torn.End.values()), random);
                String answer = client.end(end);
                assertFalse(answer.matches("(?s)HTTP/1\\.1 50[02].*"), answer);
                answers.note(path, answer);
            }
        });
        if (clients.isWhole()) {
            answers.checkAnswered(PATHS);
            answers.checkServed(OPEN);
        }
        OPEN.forEach(path -> assertTrue(SERVED.contains(Http.get(path).status()), path));
    }

    /** RFC 9112, section 3.2.2. */
    @Test
    void aTargetMayBeAWholeUrl() throws IOException {
        try (Wire wire = Wire.request(Torn.connect(new Random(1), 0), "GET http://localhost/ip HTTP/1.1", "Host: localhost", "Connection: close")) {
            assertEquals(200, wire.status());
        }
    }

    @Test
    void aPathOfSlashesIsAnsweredAsSoonAsOthers() {
        String slashes = "/".repeat(12_000);
        long began = System.nanoTime();
        assertEquals(200, Http.get("/y-webrtc/a" + slashes + "x").status());
        assertTrue(System.nanoTime() - began < SOON.toNanos());
    }
}
