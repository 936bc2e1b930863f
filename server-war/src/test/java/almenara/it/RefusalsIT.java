package almenara.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jboss.arquillian.container.test.api.Deployer;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every row of the table of refusals in docs/protocol.md, section 6: each is provoked, and nobody else notices. */
@ArquillianTest
class RefusalsIT {

    private static final Pattern ROW = Pattern.compile("^\\| `([a-z-]+)` \\| (\\d{3}) \\|", Pattern.MULTILINE);

    /** What this node never says, for it asks for no work and is no node of the DHT; PowIT and GatewayIT provoke it. */
    private static final Set<String> ELSEWHERE = Set.of("price", "no-item", "foreign-salt", "seq-too-low", "cas-mismatch", "too-many-items", "timed-out");

    private final Refusals refusals = new Refusals();

    @ArquillianResource
    private Deployer deployer;

    @Deployment(name = "almenara", testable = false)
    static WebArchive almenara() {
        return Wars.almenara("room-members=3", "rooms-per-connection=2", "offers-per-peer=2", "claims-per-peer=1",
                "connections=" + Refusals.CONNECTIONS, "allowed-origins=https://friend.example", "drain-seconds=5",
                "state-tables=bat-hosts", "state-posts=1");
    }

    @Deployment(name = "probe", testable = false)
    static WebArchive probe() {
        return Wars.probe();
    }

    @Deployment(name = "relaying", managed = false, testable = false)
    static WebArchive relaying() {
        return Wars.named("relaying.war", "turn-urls=turn:turn.example.org", "turn-secrets=a-secret-of-coturn", "turn-tokens=1", "drain-seconds=0");
    }

    /** The rows of the table: code and status. */
    static Stream<Arguments> rows() throws IOException {
        String page = Files.readString(Path.of("..", "docs", "protocol.md"));
        String table = page.substring(page.indexOf("\n## 6."), page.indexOf("### Close codes"));
        Map<String, Integer> rows = new TreeMap<>();
        for (Matcher row = ROW.matcher(table); row.find();) {
            rows.put(row.group(1), Integer.parseInt(row.group(2)));
        }
        assertEquals(table.lines().filter(line -> line.startsWith("| `")).count(), rows.size());
        assertTrue(rows.size() > 1);
        return rows.entrySet().stream().filter(row -> !ELSEWHERE.contains(row.getKey())).map(row -> Arguments.of(row.getKey(), row.getValue()));
    }

    @ParameterizedTest
    @MethodSource("rows")
    void aRefusalIsAsThePageSaysAndDisturbsNobody(String code, int status) {
        refusals.put("draining", RefusalsIT::draining);
        refusals.put("too-many-tokens", this::tooManyTokens);
        refusals.put("too-many-posts", RefusalsIT::tooManyPosts);
        Refusals.Provocation provocation = refusals.all().get(code);
        assertTrue(provocation != null, () -> "nobody knows how to provoke " + code);
        try (Scene scene = new Scene(code, status)) {
            provocation.run(scene);
        }
    }

    /** A node that knows a TURN server takes the place of the other for a while. */
    private void tooManyTokens(Scene scene) {
        Management.undeploy();
        deployer.deploy("relaying");
        String room = Server.room();
        try (Client client = Client.join(room)) {
            assertEquals(200, Http.post("/token", client.token(), "'room':'" + room + "'").status());
            Http.Answer answer = Http.post("/token", client.token(), "'room':'" + room + "'");
            scene.check(answer);
            assertTrue(Integer.parseInt(answer.header("Retry-After")) > 30, answer::body);
        } finally {
            deployer.undeploy("relaying");
            Management.deploy();
        }
    }

    private static void tooManyPosts(Scene scene) {
        String path = "/cgi-bin/shared-state/bat-hosts";
        assertEquals(403, Http.send("POST", Server.http(path), new byte[0], "Origin", "https://stranger.example").status(), "a star lets no page into a router's table");
        assertEquals("{}", Http.send("POST", Server.http(path), new byte[0]).body());
        Http.Answer answer = scene.request("POST", path, new byte[0]);
        assertTrue(Integer.parseInt(answer.header("Retry-After")) > 30, answer::body);
    }

    /** A node that is being shut down lets nobody in. */
    private static void draining(Scene scene) {
        Thread shutdown = Thread.startVirtualThread(Management::undeploy);
        try {
            scene.me().next("drain");
            scene.check(scene.me().ask("'type':'join','room':'" + Server.room() + "'"));
            assertEquals(1012, scene.me().closeCode());
            shutdown.join();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        Management.deploy();
    }
}
