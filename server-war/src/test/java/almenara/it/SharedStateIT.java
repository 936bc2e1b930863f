package almenara.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;

/** Shared-state tables as LibreMesh's routers exchange them. Each test has a table of its own. */
@ArquillianTest
class SharedStateIT {

    private static final String[] FORM = {"Content-Type", "application/x-www-form-urlencoded"};
    private static final int MOST = 20_000;

    private final String name = "t-" + UUID.randomUUID();
    private final String path = "/cgi-bin/shared-state/" + name;

    @Deployment(testable = false)
    static WebArchive almenara() {
        return Wars.almenara("state-tables=*", "state-multiwriter=counted", "state-bytes=" + MOST, "state-entry-bytes=1000", "state-entries=50",
                "state-bleach-seconds=3600", "state-posts=1000", "state-changes=70", "trusted-proxies=127.0.0.1", "allowed-origins=https://friend.example", "drain-seconds=0");
    }

    private static Http.Answer post(String path, String table, String... headers) {
        return Http.send("POST", Server.http(path), Server.object(table).getBytes(StandardCharsets.UTF_8), headers.length == 0 ? FORM : headers);
    }

    private static JsonObject entry(Http.Answer answer, String key) {
        return answer.json().getJsonObject(key);
    }

    private static byte[] packed(byte[] bytes) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return packed.toByteArray();
    }

    @Test
    void aRouterPostsItsTableAsAFormAndGetsTheWholeTable() {
        Http.Answer answer = post(path, "'a':{'bleachTTL':30,'author':'node-1','data':{'mac':'02:00'}}");
        assertEquals(200, answer.status());
        assertEquals("application/json", answer.header("Content-Type").split(";")[0]);
        assertEquals(Server.object("'a':{'bleachTTL':30,'author':'node-1','data':{'mac':'02:00'}}"), answer.body());
        assertEquals(Server.object("'a':{'bleachTTL':30,'author':'node-1','data':{'mac':'02:00'}},'b':{'bleachTTL':5,'author':'node-2'}"),
                post(path, "'a':{'bleachTTL':30,'author':'node-2','data':2},'b':{'bleachTTL':5,'author':'node-2'},'c':{'bleachTTL':0,'author':'node-2','data':2}").body());
    }

    @Test
    void theContentTypeIsNotLookedAt() {
        for (String type : new String[] {"application/json", "text/plain", "multipart/form-data; boundary=x", "image/png"}) {
            String key = type.substring(0, 5);
            assertEquals(1, entry(post(path, "'" + key + "':{'bleachTTL':1,'data':1}", "Content-Type", type), key).getInt("data"), type);
        }
        assertEquals(4, post(path, "", "Content-Encoding", "gzip").json().size());
    }

    @Test
    void aBodyThatIsEmptyOrNoTableReads() {
        String table = post(path, "'a':{'bleachTTL':9,'author':'n','data':'&=+%'}").body();
        for (byte[] body : new byte[][] {{}, "{".getBytes(), "[]".getBytes(), {(byte) 0xff}, "[".repeat(9000).getBytes()}) {
            Http.Answer answer = Http.send("POST", Server.http(path), body, FORM);
            assertEquals(200, answer.status());
            assertEquals(table, answer.body());
        }
        assertEquals("{}", post("/cgi-bin/shared-state/t-nothing", "").body());
    }

    @Test
    void whatIsNoEntryIsLeftOut() {
        assertEquals(Server.object("'good':{'bleachTTL':1,'author':''}"), post(path, "'a':{'data':1},'b':7,'good':{'bleachTTL':1}").body());
    }

    @Test
    void twoSlashesAreOne() {
        post(path, "'a':{'bleachTTL':9,'data':1}");
        assertEquals(1, entry(post("/cgi-bin/shared-state//" + name, ""), "a").getInt("data"));
    }

    @Test
    void otherMethodsAndBadNamesGetAnEmptyBody() {
        for (Http.Answer answer : new Http.Answer[] {Http.get(path), Http.send("PUT", Server.http(path), new byte[] {1}), post("/cgi-bin/shared-state", ""),
            post("/cgi-bin/shared-state/", ""), post("/cgi-bin/shared-state/a.b", ""), post("/cgi-bin/shared-state/a/b", "")}) {
            assertEquals(200, answer.status());
            assertEquals("application/json", answer.header("Content-Type").split(";")[0]);
            assertEquals("", answer.body());
        }
    }

    @Test
    void gzipIsUnpackedAndAnswered() throws Exception {
        byte[] body = packed(Server.object("'a':{'bleachTTL':9,'author':'n','data':1}").getBytes());
        HttpRequest request = HttpRequest.newBuilder(Server.http(path + "?gzip")).headers(FORM).POST(BodyPublishers.ofByteArray(body)).build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<byte[]> response = client.send(request, BodyHandlers.ofByteArray());
            assertEquals("", response.headers().firstValue("Content-Encoding").orElse(""));
            try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(response.body()))) {
                assertEquals(Server.object("'a':{'bleachTTL':9,'author':'n','data':1}"), new String(in.readAllBytes(), StandardCharsets.UTF_8));
            }
        }
        assertEquals(1, entry(post(path, ""), "a").getInt("data"));
    }

    @Test
    void aBombIsRefused() {
        byte[] bomb = packed(new byte[10_000_000]);
        assertTrue(bomb.length < MOST);
        Http.Answer answer = Http.send("POST", Server.http(path + "?gzip"), bomb, FORM);
        assertEquals(413, answer.status());
        assertEquals("too-large", answer.json().getString("code"));
    }

    @Test
    void whatIsExchangedAndWhatIsRefusedIsCounted() {
        JsonObject before = Http.get("/", "Accept", "application/json").json();
        post(path, "");
        post("/cgi-bin/shared-state-multiwriter/unnamed", "");
        Http.send("POST", Server.http(path + "?gzip"), packed(new byte[10_000_000]), FORM);
        JsonObject now = Http.get("/", "Accept", "application/json").json();
        assertEquals(before.getInt("state-exchanges") + 1, now.getInt("state-exchanges"));
        assertEquals(before.getInt("state-refusals") + 2, now.getInt("state-refusals"));
    }

    @Test
    void aBodyHasABound() {
        assertEquals(200, Http.send("POST", Server.http(path), " ".repeat(MOST).getBytes(), FORM).status());
        Http.Answer answer = Http.send("POST", Server.http(path), " ".repeat(MOST + 1).getBytes(), FORM);
        assertEquals(413, answer.status());
    }

    @Test
    void aHostileTtlIsCapped() {
        assertEquals(30, entry(post(path, "'a':{'bleachTTL':1000000000,'data':1}"), "a").getInt("bleachTTL"));
    }

    @Test
    void anEntryHasABound() {
        Http.Answer answer = post(path, "'a':{'bleachTTL':9,'data':'" + "x".repeat(1000) + "'},'b':{'bleachTTL':9,'data':'" + "x".repeat(900) + "'}");
        assertEquals(java.util.Set.of("b"), answer.json().keySet());
    }

    @Test
    void anAddressChangesSoManyEntriesAndTheRestIsLeft() {
        String[] from = {"X-Forwarded-For", "203.0.113.9"};
        assertEquals(50, post(path, many(50), from).json().size());
        int left = post(path + "2", many(50), from).json().size();
        assertTrue(left >= 20 && left < 50, () -> "taken: " + left);
        assertEquals(50, post(path + "3", many(50), "X-Forwarded-For", "203.0.113.10").json().size());
    }

    @Test
    void ofATableThatIsTooLargeAsManyAreTakenAsThereIsRoomFor() {
        assertEquals(50, post(path, many(60), "X-Forwarded-For", "203.0.113.11").json().size());
    }

    private static String many(int entries) {
        return IntStream.range(0, entries).mapToObj(i -> "'k" + i + "':{'bleachTTL':9,'data':1}").collect(Collectors.joining(","));
    }

    @Test
    void multiwriterTablesHaveTheirOwnPathAndNames() {
        String counted = "/cgi-bin/shared-state-multiwriter/counted";
        String first = "'" + name + "':{'lastModified':1,'changes':2,'fortune':1,'author':'n','data':1}";
        assertEquals(1, entry(post(counted, first), name).getInt("data"));
        assertEquals(1, entry(post(counted, first.replace("'changes':2,'fortune':1", "'changes':1,'fortune':99999").replace(":1}", ":2}")), name).getInt("data"));
        assertEquals(3, entry(post(counted, first.replace("'fortune':1", "'fortune':2").replace(":1}", ":3}")), name).getInt("data"));
        assertEquals(404, post("/cgi-bin/shared-state-multiwriter/" + name, "").status());
    }

    @Test
    void pagesOfAllowedOriginsComeIn() {
        Http.Answer answer = post(path, "'a':{'bleachTTL':9,'data':1}", "Origin", "https://friend.example");
        assertEquals("https://friend.example", answer.header("Access-Control-Allow-Origin"));
        assertEquals(403, post(path, "", "Origin", "https://stranger.example").status());
        Http.Answer preflight = Http.send("OPTIONS", Server.http(path), new byte[0], "Origin", "https://friend.example");
        assertEquals(204, preflight.status());
        assertTrue(preflight.header("Access-Control-Allow-Methods").contains("POST"));
    }
}
