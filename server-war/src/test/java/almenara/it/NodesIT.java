package almenara.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;

/** What a node of a mesh shows of itself, checked from outside with nothing but the protocol's text. */
@ArquillianTest
class NodesIT {

    private static final String URL = "http://" + Server.HOST + ':' + Server.PORT + '/';
    private static final String NONCE = "A".repeat(43);
    /** What stands before the 32 bytes of an Ed25519 key in X.509 (RFC 8410). */
    private static final byte[] X509 = HexFormat.of().parseHex("302a300506032b6570032100");

    @Deployment(testable = false)
    static WebArchive almenara() {
        return Wars.almenara("nodes-url=" + URL, "nodes-networks=127.0.0.0/8", "nodes-ports=" + Server.PORT, "nodes-requests=40", "trusted-proxies=127.0.0.1",
                "drain-seconds=0", "pow-effort=1000");
    }

    private static byte[] bytes(String text) {
        return Base64.getUrlDecoder().decode(text);
    }

    private static Http.Answer proof(String query, String address) {
        return Http.get("/nodes/proof" + query, "X-Forwarded-For", address);
    }

    private static JsonObject proven() {
        Server.await("the record is signed", () -> proof("?nonce=" + NONCE, "203.0.113.1").status() == 200);
        return proof("?nonce=" + NONCE, "203.0.113.2").json();
    }

    private static boolean isSigned(String key, String signature, byte[]... message) throws GeneralSecurityException {
        ByteArrayOutputStream encoded = new ByteArrayOutputStream();
        encoded.writeBytes(X509);
        encoded.writeBytes(bytes(key));
        Signature verification = Signature.getInstance("Ed25519");
        verification.initVerify(KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded.toByteArray())));
        for (byte[] part : message) {
            verification.update(part);
        }
        return verification.verify(bytes(signature));
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    @Test
    void aRecordIsSignedAsBep44Says() throws GeneralSecurityException {
        JsonObject record = proven().getJsonObject("record");
        assertEquals("almenara/node/v1", record.getString("salt"));
        byte[] value = bytes(record.getString("v"));
        String text = new String(value, StandardCharsets.ISO_8859_1);
        assertTrue(text.matches("d12:capabilitiesl4:stune6:efforti1000e6:expiryi[0-9]{10}e3:url" + URL.length() + ':' + URL + 'e'), text);
        assertTrue(isSigned(record.getString("k"), record.getString("sig"), ascii("4:salt16:almenara/node/v13:seqi" + record.getInt("seq") + "e1:v"), value));
    }

    @Test
    void aProofIsTheSignatureOfTheLabelTheNonceAndTheUrl() throws GeneralSecurityException {
        JsonObject answer = proven();
        byte[] label = ascii("almenara/node-proof/v1\0");
        byte[] length = {0, (byte) URL.length()};
        String key = answer.getJsonObject("record").getString("k");
        assertTrue(isSigned(key, answer.getString("proof"), label, bytes(NONCE), length, ascii(URL)));
        assertFalse(isSigned(key, answer.getString("proof"), label, bytes("B" + NONCE.substring(1)), length, ascii(URL)));
        assertNotEquals(answer.getString("proof"), proof("?nonce=B" + NONCE.substring(1), "203.0.113.3").json().getString("proof"));
    }

    @Test
    void theStatusTellsOfTheMesh() {
        String key = proven().getJsonObject("record").getString("k");
        JsonObject mesh = Http.get("/", "Accept", "application/json").json().getJsonObject("mesh");
        assertEquals(URL, mesh.getString("url"));
        assertEquals(0, mesh.getInt("listed"));
        assertEquals(key, mesh.getString("key"));
        assertEquals(key, mesh.getJsonObject("record").getString("k"));
        String page = Http.get("/", "Accept", "text/html").body();
        assertTrue(page.contains("<h2>The mesh</h2>") && page.contains("nodes verified</th><td>0</td>"), page);
        Http.Answer nodes = Http.get("/nodes");
        assertEquals("[]", nodes.body());
        assertEquals("application/json;charset=utf-8", nodes.header("Content-Type"));
        assertEquals("*", nodes.header("Access-Control-Allow-Origin"));
        try (var reader = Json.createReader(new StringReader(Http.get("/nodes?full").body()))) {
            assertEquals(JsonArray.EMPTY_JSON_ARRAY, reader.readArray());
        }
    }

    @Test
    void whatIsNoNonceIsRefused() {
        for (String query : new String[] {"", "?nonce=", "?nonce=" + NONCE + "A", "?nonce=" + NONCE.substring(1), "?nonce=" + "A".repeat(42) + 'B', "?nonce=" + "*".repeat(43)}) {
            Http.Answer answer = proof(query, "203.0.113.4");
            assertEquals(400, answer.status(), query);
            assertEquals("bad-message", answer.json().getString("code"));
        }
        assertEquals("method-not-allowed", Http.post("/nodes/proof", "", "").json().getString("code"));
        assertEquals(405, Http.send("PUT", Server.http("/nodes"), new byte[0]).status());
    }

    @Test
    void theOwnRecordIsAmongThoseThatRankForAKey() {
        JsonObject own = proven().getJsonObject("record");
        Http.Answer urls = Http.get("/nodes?near=" + NONCE, "X-Forwarded-For", "203.0.113.7");
        assertEquals(200, urls.status());
        assertEquals("[\"" + URL + "\"]", urls.body());
        Http.Answer full = Http.get("/nodes?full&near=" + NONCE, "X-Forwarded-For", "203.0.113.7");
        try (var reader = Json.createReader(new StringReader(full.body()))) {
            assertEquals(own.getString("k"), reader.readArray().getJsonObject(0).getString("k"));
        }
        for (String near : new String[] {"", NONCE + "A", NONCE.substring(1), "A".repeat(42) + 'B', "*".repeat(43), "A".repeat(42) + '='}) {
            Http.Answer answer = Http.get("/nodes?near=" + near, "X-Forwarded-For", "203.0.113.7");
            assertEquals(400, answer.status(), near);
            assertEquals("bad-message", answer.json().getString("code"));
        }
    }

    @Test
    void anAddressHasFortyProofsAMinuteAndNotFortyOne() {
        proven();
        for (int i = 0; i < 40; i++) {
            assertEquals(200, proof("?nonce=" + NONCE, "203.0.113.5").status());
        }
        Http.Answer answer = proof("?nonce=" + NONCE, "203.0.113.5");
        assertEquals(503, answer.status());
        assertEquals("overloaded", answer.json().getString("code"));
        assertTrue(answer.json().getInt("retryAfter") > 0);
        assertEquals("overloaded", Http.get("/nodes?near=" + NONCE, "X-Forwarded-For", "203.0.113.5").json().getString("code"));
        assertEquals(200, proof("?nonce=" + NONCE, "203.0.113.6").status());
    }

    @Test
    void anAnnouncementIsTheRecordOfANode() {
        JsonObject own = proven().getJsonObject("record");
        assertEquals("ok", Http.send("POST", Server.http("/nodes"), own.toString().getBytes(StandardCharsets.UTF_8), "Content-Type", "application/json").json().getString("type"));
        String forged = own.toString().replace("\"seq\":1", "\"seq\":2");
        for (String body : new String[] {forged, "{}", "[]", "7", own.toString().replace("almenara/node/v1", "x")}) {
            Http.Answer answer = Http.send("POST", Server.http("/nodes"), body.getBytes(StandardCharsets.UTF_8), "Content-Type", "application/json");
            assertEquals("bad-message", answer.json().getString("code"), body);
        }
        assertEquals("bad-json", Http.send("POST", Server.http("/nodes"), "{".getBytes(StandardCharsets.UTF_8), "Content-Type", "application/json").json().getString("code"));
        assertEquals("[]", Http.get("/nodes").body(), "it does not list itself");
    }

    @Test
    void theKeyAndItsNumbersOutliveANewDeployment() {
        JsonObject before = proven().getJsonObject("record");
        Management.undeploy();
        Management.deploy();
        JsonObject after = proven().getJsonObject("record");
        assertEquals(before.getString("k"), after.getString("k"));
        assertTrue(after.getInt("seq") >= before.getInt("seq"));
    }
}
