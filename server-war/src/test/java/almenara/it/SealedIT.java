package almenara.it;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import almenara.seal.Joiner;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;

/** Sealed rooms over WebSocket, server-sent events and POST, docs/protocol.md, section 10. */
@ArquillianTest
class SealedIT {

    private static final String STREAM = "text/event-stream";
    private static final String PROOF = "Almenara-Proof";

    private final Joiner ann = new Joiner();
    private final Joiner bob = ann.another();
    private final String room = ann.sealed();
    private final String path = "/room/" + room;

    @Deployment(testable = false)
    static WebArchive almenara() {
        return Wars.almenara("drain-seconds=0", "pow-faults=5", "trusted-proxies=127.0.0.1");
    }

    private static byte[] host(String challenge) {
        return Arrays.copyOfRange(Base64.getUrlDecoder().decode(challenge), 16, 32);
    }

    private static byte[] hash(String host) throws GeneralSecurityException {
        return Arrays.copyOf(MessageDigest.getInstance("SHA-256").digest(host.getBytes(StandardCharsets.UTF_8)), 16);
    }

    /** The challenge of the 401 that an event stream without a good proof is answered with. */
    private String refused(String... headers) {
        return refusedAt(path, headers);
    }

    private static String refusedAt(String path, String... headers) {
        String[] all = Arrays.copyOf(headers, headers.length + 2);
        all[headers.length] = "Accept";
        all[headers.length + 1] = STREAM;
        Http.Answer answer = Http.get(path, all);
        assertEquals(401, answer.status(), answer::body);
        assertEquals("proof", answer.json().getString("code"));
        assertEquals("*", answer.header("Access-Control-Allow-Origin"));
        return answer.json().getString("challenge");
    }

    @Test
    void theFirstFrameIsAChallengeThatNamesTheHostThatWasCalled() throws IOException, GeneralSecurityException {
        for (String each : List.of(room, Server.room())) {
            try (Wire wire = Wire.upgrade(each)) {
                JsonObject first = Server.parse(wire.read().text());
                assertEquals("challenge", first.getString("type"));
                assertEquals(64, first.getString("challenge").length());
                assertArrayEquals(hash(Server.HOST + ':' + Server.PORT), host(first.getString("challenge")));
            }
        }
        assertArrayEquals(hash(Server.HOST + ':' + Server.PORT), host(refused()));
        try (Wire wire = Wire.request("GET " + path + " HTTP/1.1", "Host: Node.Example:80", "Accept: " + STREAM)) {
            assertArrayEquals(hash("node.example"), host(Server.parse(wire.body()).getString("challenge")));
        }
    }

    @Test
    void overWebSocketsMembersMeetUnderTheIdsOfTheirKeys() {
        try (Client first = Client.join(ann); Client second = Client.join(bob)) {
            assertEquals(ann.peer(), first.self());
            assertEquals(bob.peer(), first.next("peer-joined").getString("peer"));
            second.done("'type':'signal','to':'" + ann.peer() + "','data':{'sealed':'text'}");
            JsonObject signal = first.next("signal");
            assertEquals(bob.peer(), signal.getString("from"));
            assertEquals("text", signal.getJsonObject("data").getString("sealed"));
        }
    }

    @Test
    void anEventStreamAnswersTheChallengeOfItsRefusal() {
        String challenge = refused();
        assertNotEquals(challenge, refused());
        String proof = ann.prove(challenge);
        try (EventStream stream = EventStream.open(room, PROOF, proof); Client other = Client.join(bob)) {
            EventStream.Item joined = stream.next("joined");
            assertEquals(ann.peer(), joined.data().getString("self"));
            assertEquals(bob.peer(), stream.next("peer-joined").data().getString("peer"));
            assertEquals(200, Http.post(path, joined.data().getString("token"), "'type':'signal','data':1").status());
            assertEquals(ann.peer(), other.next("signal").getString("from"));
            refused(PROOF, proof);
        }
    }

    @Test
    void anEventStreamOfAPublicRoomIsGivenAChallengeIfItPromisesAProof() {
        String open = Server.room();
        String proof = ann.prove(refusedAt("/room/" + open, PROOF, ""), open);
        try (EventStream stream = EventStream.open(open, PROOF, proof); EventStream other = EventStream.open(open)) {
            assertEquals(ann.peer(), stream.next("joined").data().getString("self"));
            assertNotEquals(ann.peer(), other.next("joined").data().getString("self"));
        }
    }

    @Test
    void anEventStreamGoesOnWithItsTokenAlone() {
        EventStream.Item joined;
        try (EventStream stream = EventStream.open(room, PROOF, ann.prove(refused()))) {
            joined = stream.next("joined");
        }
        try (EventStream again = EventStream.open(room, "Last-Event-ID", joined.id())) {
            assertTrue(again.next("joined").data().getBoolean("recovered"));
        }
        String forged = joined.id().substring(0, joined.id().length() - 3) + "aaa";
        String challenge = refused("Last-Event-ID", forged);
        try (EventStream anew = EventStream.open(room, "Last-Event-ID", forged, PROOF, ann.prove(challenge))) {
            JsonObject told = anew.next("joined").data();
            assertEquals(ann.peer(), told.getString("self"));
            assertFalse(told.getBoolean("recovered"));
        }
    }

    @Test
    void aSignatureThatIsWrongIsRefusedOnTheStream() {
        String good = ann.prove(refused());
        String wrong = good.substring(0, 319) + (good.endsWith("A") ? 'B' : 'A');
        try (EventStream stream = EventStream.open(room, PROOF, wrong)) {
            JsonObject refusal = stream.next("refused").data();
            assertEquals("proof", refusal.getString("code"));
            assertEquals(64, refusal.getString("challenge").length());
        }
        EventStream.open(room, PROOF, good).close();
    }

    @Test
    void whoJoinsAgainTakesTheOlderConnectionOverWhateverItIs() {
        try (Client watching = Client.join(bob); Client first = Client.join(ann)) {
            watching.next("peer-joined");
            try (EventStream second = EventStream.open(room, PROOF, ann.prove(refused()))) {
                assertEquals(ann.peer(), second.next("joined").data().getString("self"));
                assertEquals(4409, first.closeCode());
                try (Client third = Client.join(ann)) {
                    assertEquals(4409, second.next("closed").data().getInt("code"));
                    assertEquals(List.of(), watching.unread());
                    assertEquals(2, Http.get(path, "Accept", "application/json").json().getInt("members"));
                    third.done("'type':'ping'");
                }
            }
        }
    }

    @Test
    void nobodyPostsWithoutASession() {
        try (Client member = Client.join(ann)) {
            Http.Answer answer = Http.post(path, "", "'type':'signal','data':1");
            assertEquals(401, answer.status());
            assertEquals("bad-token", answer.json().getString("code"));
            assertEquals(List.of(), member.unread());
        }
    }

    @Test
    void ofAnAddressThatProvesNothingTooOftenNoProofIsLookedAt() {
        String[] here = {"X-Forwarded-For", "203.0.113.77"};
        for (int i = 0; i < 5; i++) {
            refused(PROOF, "nonsense", here[0], here[1]);
        }
        Http.Answer answer = Http.get(path, PROOF, ann.prove(refused()), "Accept", STREAM, here[0], here[1]);
        assertEquals(503, answer.status());
        assertEquals("overloaded", answer.json().getString("code"));
        try (Client anybody = Client.join(Server.room(), here); Client elsewhere = Client.join(ann)) {
            assertEquals(26, anybody.self().length());
            elsewhere.done("'type':'ping'");
        }
    }
}
