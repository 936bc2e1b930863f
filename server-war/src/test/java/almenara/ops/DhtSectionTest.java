package almenara.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import almenara.dht.Figures;
import almenara.dht.krpc.Family;
import almenara.signaling.Tally.What;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What the page and the metrics tell of the DHT. */
class DhtSectionTest {

    private final MeterRegistry registry = new SimpleMeterRegistry();
    private final Metrics metrics = new Metrics(registry);
    private final DhtSection section = new DhtSection(metrics);

    private static Figures figures(Family family, String address, long in) {
        try {
            Optional<InetAddress> seen = address.isEmpty() ? Optional.empty() : Optional.of(InetAddress.getByName(address));
            return new Figures(family, 40, seen, new Figures.Kept(3, 4), new Figures.Traffic(in, 2 * in, in / 10), 5);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private double counted(String name, String... tags) {
        return registry.get("almenara.dht." + name).tag("family", "ipv4").tags(tags).counter().count();
    }

    @Test
    void whereThereIsNoDhtThereIsNothingToTell() {
        assertFalse(section.isThere());
        metrics.dht().told(List.of());
        assertFalse(section.isThere());
        assertTrue(registry.getMeters().stream().noneMatch(meter -> meter.getId().getName().equals("almenara.dht.nodes")));
    }

    @Test
    void thePageHasEachFamilyAndWhatPagesHaveHad() {
        metrics.dht().told(List.of(figures(Family.IPV4, "198.51.100.7", 100), figures(Family.IPV6, "", 7)));
        metrics.count(What.DHT_GET);
        metrics.count(What.DHT_GET);
        metrics.count(What.DHT_PUT);
        JsonObject json = section.json().build();
        assertEquals(List.of("ipv4", "ipv6", "gets", "puts", "refusals"), List.copyOf(json.keySet()));
        JsonObject four = json.getJsonObject("ipv4");
        assertEquals(List.of("address", "nodes", "items", "peers", "lookups", "queries-in", "queries-out", "unanswered"), List.copyOf(four.keySet()));
        assertEquals("198.51.100.7", four.getString("address"));
        assertEquals(List.of(40, 3, 4, 5, 100, 200, 10),
                four.values().stream().skip(1).map(value -> ((jakarta.json.JsonNumber) value).intValue()).toList());
        assertFalse(json.getJsonObject("ipv6").containsKey("address"));
        assertEquals(List.of(2, 1, 0), List.of(json.getInt("gets"), json.getInt("puts"), json.getInt("refusals")));
        String page = section.html();
        for (String row : List.of("IPv4, as others see it</th><td>198.51.100.7", "IPv6, as others see it</th><td>nobody has told", "nodes known</th><td>40",
                "look-ups running</th><td>5", "questions asked</th><td>14", "items put for pages</th><td>1", "items refused to pages</th><td>0")) {
            assertTrue(page.contains(row), () -> row + " in " + page);
        }
    }

    @Test
    void theMetersFollowWhatIsToldAndCountersOnlyGrow() {
        metrics.dht().told(List.of(figures(Family.IPV4, "", 100)));
        metrics.dht().told(List.of(figures(Family.IPV4, "", 130)));
        assertEquals(130, counted("query", "direction", "in"));
        assertEquals(260, counted("query", "direction", "out"));
        assertEquals(13, counted("unanswered"));
        for (var gauge : java.util.Map.of("nodes", 40.0, "items", 3.0, "peers", 4.0, "lookups", 5.0).entrySet()) {
            assertEquals(gauge.getValue(), registry.get("almenara.dht." + gauge.getKey()).tag("family", "ipv4").gauge().value());
        }
        metrics.close();
        assertTrue(registry.getMeters().isEmpty());
    }

    @Test
    void thePageForOperatorsNamesThem() throws IOException {
        String page = Files.readString(Path.of("..", "wildfly-config", "README.md"));
        for (String name : List.of("query_total", "unanswered_total", "nodes", "items", "peers", "lookups")) {
            assertTrue(page.contains("`almenara_dht_" + name + '`'), name);
        }
    }
}
