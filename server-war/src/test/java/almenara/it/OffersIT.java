package almenara.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonObject;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The offer table as resources, and what a browser asks before it uses them (docs/protocol.md, section 7). */
@ArquillianTest
class OffersIT {

    private final String room = Server.room();
    private final String path = "/room/" + room + "/offers";
    private Client author;
    private Client other;

    @Deployment(testable = false)
    static WebArchive almenara() {
        return Wars.almenara("drain-seconds=0");
    }

    @BeforeEach
    void twoAreInTheRoom() {
        author = Client.join(room);
        other = Client.join(room);
    }

    @AfterEach
    void theyGo() {
        author.close();
        other.close();
    }

    private static JsonObject ok(Http.Answer answer) {
        assertEquals(200, answer.status(), answer::body);
        assertEquals("ok", answer.json().getString("type"));
        return answer.json();
    }

    private JsonObject call(Client who, String method, String below, String fields) {
        return ok(Http.command(method, path + below, who.token(), fields));
    }

    @Test
    void everyResourceIsItsCommand() {
        String offer = call(author, "POST", "", "'data':'one','life':60").getString("offer");
        assertEquals(offer, other.next("offer-opened").getString("offer"));
        JsonObject list = ok(Http.get(path, "Authorization", "Bearer " + other.token()));
        assertEquals(offer, list.getJsonArray("offers").getJsonObject(0).getString("offer"));
        assertEquals(1, ok(Http.get(path + "?from=" + author.self(), "Authorization", "Bearer " + other.token())).getJsonArray("offers").size());
        assertEquals(0, ok(Http.get(path + "?from=" + other.self(), "Authorization", "Bearer " + other.token())).getJsonArray("offers").size());

        assertTrue(call(author, "PUT", '/' + offer + "/hold", "").getInt("expires") > 0);
        assertEquals(offer, call(author, "PUT", '/' + offer, "'data':'two','life':60").getString("offer"));
        assertEquals("two", call(other, "PUT", '/' + offer + "/claim", "").getString("data"));
        call(other, "DELETE", '/' + offer + "/claim", "");
        assertEquals(offer, call(other, "POST", "/claim", "'from':'" + author.self() + "'").getString("offer"));
        call(other, "POST", '/' + offer + "/answer", "'data':'three'");
        assertEquals("three", author.next("answer").getString("data"));
        assertEquals("answered", other.next("offer-closed").getString("reason"));

        String second = call(author, "POST", "", "'data':'four'").getString("offer");
        call(author, "DELETE", '/' + second, "");
        assertEquals("withdrawn", other.next("offer-closed").getString("reason"));
    }

    @Test
    void aBrowserMayAskFromEverywhereBeforeItDoes() {
        for (String resource : new String[] {"/room/" + room, path, path + "/" + "a".repeat(16) + "/claim"}) {
            Http.Answer answer = Http.send("OPTIONS", Server.http(resource), new byte[0], "Origin", "https://page.example",
                    "Access-Control-Request-Method", "PUT", "Access-Control-Request-Headers", "authorization,content-type");
            assertEquals(204, answer.status());
            assertEquals("*", answer.header("Access-Control-Allow-Origin"));
            assertEquals("", answer.header("Access-Control-Allow-Credentials"));
            for (String method : new String[] {"GET", "POST", "PUT", "DELETE"}) {
                assertTrue(answer.header("Access-Control-Allow-Methods").contains(method));
            }
            for (String header : new String[] {"Authorization", "Content-Type", "Last-Event-ID", "Almenara-Proof"}) {
                assertTrue(answer.header("Access-Control-Allow-Headers").contains(header));
            }
            assertEquals("86400", answer.header("Access-Control-Max-Age"));
        }
    }

    @Test
    void everyAnswerMayBeReadFromEverywhere() {
        for (Http.Answer answer : new Http.Answer[] {Http.get("/room/" + room, "Origin", "https://page.example"), Http.post("/room/x", "", "'type':'ping'"),
                Http.get("/", "Origin", "https://page.example")}) {
            assertEquals("*", answer.header("Access-Control-Allow-Origin"), answer::body);
            assertEquals("Retry-After", answer.header("Access-Control-Expose-Headers"));
        }
    }
}
