package almenara.it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;

/** matchbox clients on the real server. */
@ArquillianTest
class MatchboxIT {

    private static final int MESSAGE = 4096;

    @Deployment(testable = false)
    static WebArchive almenara() {
        return Wars.almenara("trusted-proxies=127.0.0.1", "matchbox-path=/match/box", "trystero-path=off", "message-bytes=" + MESSAGE, "room-members=4", "dialect-faults=5");
    }

    private static ForeignSocket connect(String target) {
        return ForeignSocket.connect("/match/box/" + target, "192.0.2.1");
    }

    private static String text(JsonValue frame, String event) {
        return ((JsonObject) frame).getString(event);
    }

    private static String id(ForeignSocket client) {
        return text(client.heard().take("an id", any -> true), "IdAssigned");
    }

    private static void hearsOf(ForeignSocket client, String peer) {
        client.hears("{\"NewPeer\":\"" + peer + "\"}");
    }

    private static String signal(String receiver, String data) {
        return "{\"Signal\":{\"receiver\":\"" + receiver + "\",\"data\":\"" + data + "\"}}";
    }

    private static String signaled(String sender, String data) {
        return "{\"Signal\":{\"sender\":\"" + sender + "\",\"data\":\"" + data + "\"}}";
    }

    @Test
    void itSaysWhatTheReferenceServerSays() throws IOException {
        new Recording("matchbox", "/match/box/", (frame, client) -> { }).play("matchbox.txt");
    }

    @Test
    void theHealthIsAskedForByAPlainRequest() {
        assertEquals(200, Http.get("/match/box/health").status());
        assertEquals("*", Http.get("/match/box/health", "Origin", "https://page.example").header("Access-Control-Allow-Origin"));
        assertEquals(426, Http.get("/match/box/room").status());
        assertEquals(404, Http.get("/matchbox/health").status());
        assertEquals(404, Http.get("/trystero").status());
    }

    @Test
    void fourMeetInTwosInTheOrderInWhichTheyCome() {
        List<ForeignSocket> clients = new ArrayList<>();
        List<String> ids = new ArrayList<>();
        for (int each = 0; each < 4; each++) {
            clients.add(connect("in%20twos?next=2"));
            ids.add(id(clients.getLast()));
        }
        hearsOf(clients.get(0), ids.get(1));
        hearsOf(clients.get(2), ids.get(3));
        clients.get(0).says(signal(ids.get(2), "stranger"));
        clients.get(0).says(signal(ids.get(1), "friend"));
        clients.get(1).hears(signaled(ids.get(0), "friend"));
        clients.get(3).says(signal(ids.get(2), "friend"));
        clients.get(2).hears(signaled(ids.get(3), "friend"));
        clients.get(1).close();
        clients.get(0).hears("{\"PeerLeft\":\"" + ids.get(1) + "\"}");
        clients.forEach(client -> assertEquals(List.of(), client.heard().unread()));
        clients.forEach(ForeignSocket::close);
    }

    @Test
    void noMoreMeetThanARoomHasMembers() {
        try (ForeignSocket most = connect("many?next=4"); ForeignSocket tooMany = connect("many?next=5")) {
            id(most);
            assertEquals(1000, tooMany.closeCode());
        }
    }

    @Test
    void aFrameHasSoManyBytes() {
        try (ForeignSocket one = connect("long")) {
            String own = id(one);
            try (ForeignSocket two = connect("long")) {
                String other = id(two);
                hearsOf(one, other);
                String data = "x".repeat(MESSAGE - signal(other, "").length());
                one.says(signal(other, data));
                two.hears(signaled(own, data));
                one.says(signal(other, data + 'x'));
                assertEquals(1009, one.closeCode());
            }
        }
    }

    @Test
    void nonsenseIsPassedOverUntilItIsTooMuchInARow() {
        try (ForeignSocket client = connect("nonsense")) {
            id(client);
            client.says("nope");
            client.says("{\"Signal\":1}");
            client.says("\"KeepAlive\"");
            for (int each = 0; each < 5; each++) {
                client.says("[]");
            }
            assertEquals(1008, client.closeCode());
        }
    }
}
