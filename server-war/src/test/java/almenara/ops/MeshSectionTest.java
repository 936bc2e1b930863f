package almenara.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import almenara.keys.SigningKey;
import almenara.nodes.Item;
import almenara.nodes.Mesh;
import almenara.nodes.NodeUrl;
import almenara.nodes.Reach;
import almenara.nodes.Rules;
import almenara.nodes.Source;
import almenara.nodes.Verdict;
import almenara.nodes.VisitFailure;
import almenara.nodes.Web;
import almenara.tables.FakeCluster;
import almenara.tables.HandClock;
import almenara.tables.MemoryTable;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import jakarta.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What the page and the metrics tell of a mesh of two. */
class MeshSectionTest {

    private static final NodeUrl OWN = NodeUrl.read("https://own.example/").orElseThrow();
    private static final NodeUrl OTHER = NodeUrl.read("https://other.example/").orElseThrow();

    private final HandClock clock = new HandClock();
    private final MeterRegistry registry = new SimpleMeterRegistry();
    private final Metrics metrics = new Metrics(registry);
    private final Mesh other = mesh(OTHER, 2, url -> {
        throw new VisitFailure(Verdict.UNREACHABLE, "it goes nowhere");
    });
    private final Mesh own = mesh(OWN, 1, url -> new Visit());

    /** A visit to the other. */
    private final class Visit implements Web.Visit {
        @Override
        public byte[] address() {
            return new byte[] {20, 0, 0, 1};
        }

        @Override
        public long effort() {
            return 5000;
        }

        @Override
        public boolean charges(byte[] room) {
            return true;
        }

        @Override
        public Web.Answer prove(byte[] nonce) {
            return new Web.Answer(other.item().orElseThrow(), other.prove(nonce));
        }

        @Override
        public List<Item> nodes() {
            return List.of();
        }

        @Override
        public void announce(Item item) {
            other.announced(item);
        }
    }

    private Mesh mesh(NodeUrl url, int key, Web web) {
        byte[] secret = new byte[SigningKey.SECRET];
        secret[0] = (byte) key;
        Rules rules = new Rules(Set.of(OTHER), new Reach(List.of(), Set.of(443)), new Rules.Bounds(10, 10, 10, 10),
                new Rules.Times(Duration.ofMinutes(10), Duration.ofHours(1)));
        Mesh mesh = new Mesh(new Mesh.Identity(() -> new SigningKey(secret), url, List.of(), () -> 5000), rules,
                new Mesh.Around(web, List.of(), new MemoryTable(clock), new FakeCluster().join("a")),
                new Mesh.Means(clock, new Random(1), Runnable::run, metrics::visited));
        mesh.start();
        return mesh;
    }

    @Test
    void thePageShowsWhoIsThereWhenItWasSeenAndWhatItAsks() {
        assertFalse(new MeshSection(own).html().contains("other.example"));
        other.round();
        own.round();
        String page = new MeshSection(own).html();
        assertTrue(page.contains("To others this cluster is https://own.example/"), page);
        assertTrue(page.contains("<tr><th scope=\"row\">nodes known</th><td>1</td></tr>"), page);
        assertTrue(page.contains("<tr><th scope=\"row\">nodes named by the operator</th><td>1</td></tr>"), page);
        assertFalse(page.contains("DHT"), page);
        assertTrue(page.contains("<tr><th scope=\"row\">nodes verified</th><td>1</td></tr>"), page);
        assertTrue(page.contains("<a href=\"https://other.example/\" rel=\"noreferrer\">https://other.example/</a></th><td>2001-09-09T01:46:40Z</td><td>5000</td>"), page);
    }

    @Test
    void theDataHaveTheOwnRecord() {
        assertEquals(Set.of("url", "known", "heard", "listed"), new MeshSection(own).json().build().keySet(), "before there is one");
        other.round();
        own.round();
        JsonObject json = new MeshSection(own).json().build();
        assertEquals(1, json.getInt("known"));
        assertEquals("{\"seed\":1}", json.getJsonObject("heard").toString());
        assertEquals(1, json.getInt("listed"));
        assertEquals(json.getString("key"), json.getJsonObject("record").getString("k"));
    }

    @Test
    void visitsAndNodesAreCounted() {
        metrics.watch(own);
        other.round();
        own.round();
        assertEquals(1, registry.get("almenara.visit").tag("verdict", "verified").counter().count());
        assertEquals(0, registry.get("almenara.visit").tag("verdict", "forged").counter().count());
        assertEquals(1, registry.get("almenara.nodes.known").gauge().value());
        assertEquals(1, registry.get("almenara.nodes.heard").tag("source", "seed").gauge().value());
        assertEquals(0, registry.get("almenara.nodes.heard").tag("source", "dht").gauge().value());
        assertEquals(1, registry.get("almenara.nodes.listed").gauge().value());
    }

    @Test
    void thePageForOperatorsNamesEveryVerdict() throws java.io.IOException {
        String page = Files.readString(Path.of("..", "wildfly-config", "README.md"), StandardCharsets.UTF_8);
        String line = page.lines().filter(each -> each.contains("`almenara_visit_total`")).findFirst().orElseThrow();
        for (Verdict verdict : Verdict.values()) {
            assertTrue(line.contains('`' + verdict.wire() + '`'), verdict.wire());
        }
    }

    @Test
    void thePageForOperatorsNamesEverySource() throws java.io.IOException {
        String page = Files.readString(Path.of("..", "wildfly-config", "README.md"), StandardCharsets.UTF_8);
        String line = page.lines().filter(each -> each.contains("`almenara_nodes_heard`")).findFirst().orElseThrow();
        for (Source source : Source.values()) {
            assertTrue(line.contains('`' + source.wire() + '`'), source.wire());
        }
    }
}
