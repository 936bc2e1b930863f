package almenara.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonObject;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Rooms over server-sent events and POST, docs/protocol.md, section 7. */
@ArquillianTest
class SseIT {

    private static final String JSON = "application/json";
    private final String room = Server.room();
    private final String path = "/room/" + room;

    @Deployment(testable = false)
    static WebArchive almenara() {
        return Wars.almenara("grace-seconds=1", "drain-seconds=0");
    }

    private static String id(EventStream.Item item, JsonObject joined) {
        return joined.getString("epoch") + '.' + item.data().getInt("offset") + '.' + joined.getString("token");
    }

    @Test
    void theStreamBeginsWithJoinedAndEveryEventHasItsPlace() {
        try (EventStream stream = EventStream.open(room); Client other = Client.join(room)) {
            assertEquals(200, stream.response().statusCode());
            assertEquals("text/event-stream;charset=utf-8",
                    stream.response().headers().firstValue("Content-Type").orElse("").replace(" ", "").toLowerCase(Locale.ROOT));
            assertEquals("no-store", stream.response().headers().firstValue("Cache-Control").orElse(""));
            EventStream.Item joined = stream.next();
            assertEquals("joined", joined.type());
            assertEquals(id(joined, joined.data()), joined.id());
            EventStream.Item arrival = stream.next();
            assertEquals("peer-joined", arrival.type());
            assertEquals(id(arrival, joined.data()), arrival.id());
            other.done("'type':'signal','data':'\\u2028 \\n <line>'");
            EventStream.Item signal = stream.next();
            assertEquals("\u2028 \n <line>", signal.data().getString("data"));
            assertEquals(other.self(), signal.data().getString("from"));
            assertEquals(id(signal, joined.data()), signal.id());
        }
    }

    @ParameterizedTest
    @EnumSource(HttpClient.Version.class)
    void manyEventsInARowComeAtOnce(HttpClient.Version version) {
        try (EventStream stream = EventStream.open(version, room); Client client = Client.join(room)) {
            assertEquals(version, stream.response().version());
            for (int round = 0; round < 10; round++) {
                long began = System.nanoTime();
                for (int i = 0; i < 50; i++) {
                    client.say(Server.object("'type':'signal','data':" + i));
                }
                for (int i = 0; i < 50; i++) {
                    assertEquals(i, stream.next("signal").data().getInt("data"));
                }
                assertTrue(System.nanoTime() - began < 10_000_000_000L, "they waited for something else to come");
            }
        }
    }

    @Test
    void lastEventIdResumesExactlyWhereTheStreamBroke() {
        resumesExactly(false);
    }

    @Test
    void theTokenMayStandInAuthorization() {
        resumesExactly(true);
    }

    private void resumesExactly(boolean bearer) {
        EventStream first = EventStream.open(room);
        JsonObject joined = first.next().data();
        try (Client other = Client.join(room)) {
            first.next("peer-joined");
            other.done("'type':'signal','data':'heard'");
            String last = first.next("signal").id();
            first.close();
            other.done("'type':'signal','data':'missed 1'");
            other.done("'type':'signal','data':'missed 2'");
            String[] headers = bearer
                    ? new String[] {"Last-Event-ID", last.substring(0, last.indexOf('.', last.indexOf('.') + 1)), "Authorization", "Bearer " + joined.getString("token")}
                    : new String[] {"Last-Event-ID", last};
            try (EventStream second = EventStream.open(room, headers)) {
                JsonObject again = second.next().data();
                assertTrue(again.getBoolean("recovered"), again::toString);
                assertEquals(joined.getString("self"), again.getString("self"));
                assertFalse(again.containsKey("members"));
                assertEquals("missed 1", second.next("signal").data().getString("data"));
                assertEquals("missed 2", second.next("signal").data().getString("data"));
                other.done("'type':'signal','data':'new'");
                assertEquals("new", second.next("signal").data().getString("data"));
            }
        }
    }

    @Test
    void aLastEventIdThatIsNoneIsRefused() {
        for (String last : List.of("x", "a.b.c", "a.-", "..")) {
            Http.Answer answer = Http.get(path, "Accept", "text/event-stream", "Last-Event-ID", last);
            assertEquals(400, answer.status(), last);
            assertEquals("bad-message", answer.json().getString("code"));
        }
    }

    @Test
    void commandsComeAsJsonOrTextWithTheTokenInTheHeaderOrInTheBody() {
        try (EventStream stream = EventStream.open(room); Client other = Client.join(room)) {
            String token = stream.next().data().getString("token");
            String signal = "{\"type\":\"signal\",\"data\":1,\"ref\":7}";
            String proved = "{\"type\":\"signal\",\"data\":1,\"ref\":7,\"token\":\"" + token + "\"}";
            List<Http.Answer> answers = List.of(
                    send(signal, "Content-Type", JSON, "Authorization", "Bearer " + token),
                    send(proved, "Content-Type", JSON),
                    send(proved, "Content-Type", "application/json; charset=utf-8"),
                    send(proved, "Content-Type", "text/plain;charset=UTF-8"),
                    send(proved));
            for (Http.Answer answer : answers) {
                assertEquals(200, answer.status(), answer::body);
                assertEquals(7, answer.json().getInt("ref"));
                JsonObject heard = other.next("signal");
                assertEquals(answer.json().getInt("offset"), heard.getInt("offset"));
                assertTrue(heard.containsKey("from"), heard::toString);
            }
            assertEquals(List.of(), stream.unread().stream().filter(item -> item.type().equals("signal")).toList(), "nobody hears what is their own");
        }
    }

    private Http.Answer send(String body, String... headers) {
        return Http.send("POST", Server.http(path), body.getBytes(StandardCharsets.UTF_8), headers);
    }

    @ParameterizedTest
    @CsvSource({"false, left", "true, detached"})
    void leaveEndsTheStreamWhereverItIs(boolean keep, String reason) {
        try (EventStream stream = EventStream.open(room); Client other = Client.join(room)) {
            JsonObject joined = stream.next().data();
            assertEquals(200, Http.post(path, joined.getString("token"), "'type':'leave','keep':" + keep).status());
            assertEquals(1000, stream.next("closed").data().getInt("code"));
            stream.awaitEnd();
            JsonObject left = other.next("peer-left");
            assertEquals(reason, left.getString("reason"));
            assertEquals(joined.getString("self"), left.getString("peer"));
            assertEquals(401, Http.post(path, joined.getString("token"), "'type':'ping'").status());
        }
    }

    @Test
    void aWebSocketTakesTheSessionOfAStreamOver() {
        try (EventStream stream = EventStream.open(room); Client client = Client.connect(room)) {
            JsonObject joined = stream.next().data();
            assertTrue(Client.resume(client, joined, joined.getInt("offset")).getBoolean("recovered"));
            assertEquals(4409, stream.next("closed").data().getInt("code"));
            stream.awaitEnd();
            client.done("'type':'ping'");
        }
    }

    @Test
    void everybodyHearsAnAnonymousPostWhateverTheyListenWith() {
        try (EventStream stream = EventStream.open(room); Client client = Client.join(room)) {
            assertEquals(200, Http.post(path, "", "'type':'signal','data':'hello','id':'p1'").status());
            for (JsonObject heard : List.of(stream.next("signal").data(), client.next("signal"))) {
                assertNull(heard.get("from"));
                assertEquals("hello", heard.getString("data"));
                assertEquals("p1", heard.getString("id"));
            }
        }
    }

    @Test
    void aStreamThatIsAbandonedIsADepartureAfterTheGrace() {
        try (Client other = Client.join(room)) {
            EventStream stream = EventStream.open(room);
            String self = stream.next().data().getString("self");
            other.next("peer-joined");
            stream.close();
            JsonObject left = other.next("peer-left");
            assertEquals(self, left.getString("peer"));
            assertEquals("timeout", left.getString("reason"));
        }
    }

    @Test
    void aCommentComesEveryFifteenSeconds() {
        try (EventStream stream = EventStream.open(room)) {
            long began = System.nanoTime();
            stream.next("joined");
            stream.next("comment");
            double seconds = (System.nanoTime() - began) / 1e9;
            assertTrue(seconds > 14 && seconds < 18, () -> "after " + seconds + " s");
        }
    }

    @Test
    void anOfferMadeByPostIsAnsweredOverWebSocketAndTheOtherWayRound() {
        try (EventStream stream = EventStream.open(room); Client client = Client.join(room)) {
            String token = stream.next().data().getString("token");
            String mine = Http.post(path, token, "'type':'offer','data':'sse'").json().getString("offer");
            assertEquals(mine, client.next("offer-opened").getString("offer"));
            assertEquals("sse", client.done("'type':'claim'").getString("data"));
            client.done("'type':'answer','offer':'" + mine + "','data':'from ws'");
            assertEquals("from ws", stream.next("answer").data().getString("data"));
            String theirs = client.done("'type':'offer','data':'ws'").getString("offer");
            assertEquals(theirs, stream.next("offer-opened").data().getString("offer"));
            assertEquals("ws", Http.post(path, token, "'type':'claim'").json().getString("data"));
            Http.post(path, token, "'type':'answer','offer':'" + theirs + "','data':'from sse'");
            assertEquals("from sse", client.next("answer").getString("data"));
        }
    }
}
