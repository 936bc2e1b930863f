package almenara.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;

/** TURN credentials over HTTP: for members alone, and as coturn wants them. */
@ArquillianTest
class TokenIT {

    private static final String SECRET = "the-first-of-two-secrets";
    private static final List<String> URLS = List.of("turn:turn.example.org:3478", "turn:turn.example.org:3478?transport=tcp", "turns:turn.example.org");

    private final String room = Server.room();

    @Deployment(testable = false)
    static WebArchive almenara() {
        return Wars.almenara("turn-urls=" + String.join(",", URLS), "turn-secrets=" + SECRET + ",the-second-of-two-secrets", "turn-seconds=300",
                "trusted-proxies=127.0.0.1", "drain-seconds=0");
    }

    private static String hmac(String text) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA1");
        mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA1"));
        return Base64.getEncoder().encodeToString(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    }

    private Http.Answer from(String address, String token) {
        byte[] body = Server.object("'room':'" + room + "','token':'" + token + "'").getBytes(StandardCharsets.UTF_8);
        return Http.send("POST", Server.http("/token"), body, "Content-Type", "application/json", "X-Forwarded-For", address);
    }

    private static String user(Http.Answer answer) {
        return answer.json().getString("username").split(":")[1];
    }

    @Test
    void aMemberGetsACredentialForEveryTurnServerInTheFormThatBrowsersTake() throws GeneralSecurityException {
        try (Client client = Client.join(room)) {
            long now = Instant.now().getEpochSecond();
            Http.Answer answer = Http.post("/token", client.token(), "'ref':'mine','room':'" + room + "'");
            assertEquals(200, answer.status(), answer::body);
            assertEquals("no-store", answer.header("Cache-Control"));
            JsonObject json = answer.json();
            assertEquals("ok", json.getString("type"));
            assertEquals("mine", json.getString("ref"));
            assertEquals(300, json.getInt("ttl"));
            String name = json.getString("username");
            long expiry = Long.parseLong(name.split(":")[0]);
            assertTrue(expiry >= now + 300 && expiry <= now + 300 + Server.PATIENCE.toSeconds(), name);
            assertEquals(hmac(name), json.getString("credential"));
            JsonObject server = json.getJsonArray("iceServers").getJsonObject(0);
            assertEquals(1, json.getJsonArray("iceServers").size());
            assertEquals(URLS, server.getJsonArray("urls").stream().map(url -> ((jakarta.json.JsonString) url).getString()).toList());
            assertEquals(name, server.getString("username"));
            assertEquals(json.getString("credential"), server.getString("credential"));
            assertTrue(!client.joined().containsKey("iceServers"), "TURN is not given away with joined");
        }
    }

    @Test
    void theUserIsTheSameForANetworkWhoeverAsks() {
        try (Client one = Client.join(room); Client other = Client.join(room)) {
            assertEquals(user(from("203.0.113.7", one.token())), user(from("203.0.113.99", other.token())));
            assertNotEquals(user(from("203.0.113.7", one.token())), user(from("198.51.100.7", one.token())));
            assertEquals(user(from("2001:db8:1::7", one.token())), user(from("2001:db8:1:ffff::1", other.token())));
        }
    }

    @Test
    void whoIsNoMemberGetsNone() {
        try (Client client = Client.join(room)) {
            assertEquals(401, from("203.0.113.7", "x").status());
            assertEquals("bad-token", Http.post("/token", "", "'room':'" + room + "'").json().getString("code"));
            assertEquals("bad-token", Http.post("/token", client.token(), "'room':'" + Server.room() + "'").json().getString("code"));
            assertEquals("bad-room", Http.post("/token", client.token(), "").json().getString("code"));
            assertEquals("bad-json", Http.send("POST", Server.http("/token"), "{".getBytes(StandardCharsets.UTF_8), "Content-Type", "application/json").json()
                    .getString("code"));
            assertEquals("method-not-allowed", Http.get("/token").json().getString("code"));
            assertEquals("unsupported-type", Http.send("POST", Server.http("/token"), new byte[] {1}, "Content-Type", "image/png").json().getString("code"));
            String token = client.token();
            client.done("'type':'leave'");
            assertEquals("bad-token", Http.post("/token", token, "'room':'" + room + "'").json().getString("code"));
        }
    }
}
