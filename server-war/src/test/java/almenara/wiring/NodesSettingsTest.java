package almenara.wiring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import almenara.nodes.Rules;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an operator says about the mesh. */
class NodesSettingsTest {

    private static Settings read(Map<String, String> configured) {
        return Settings.read(configured.keySet(), name -> Optional.ofNullable(configured.get(name)));
    }

    private static String faults(Map<String, String> configured) {
        return assertThrows(IllegalStateException.class, () -> read(configured)).getMessage();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', value = {
        "almenara.nodes-url=https://node.example|'https://node.example' is none",
        "almenara.nodes-url=https://a.example/,https://b.example/|'https://a.example/,https://b.example/' is none",
        "almenara.nodes-seeds=https://a.example/,https://B.example/|'https://B.example/' is none",
        "almenara.nodes-ports=443,65536|'65536' is none",
        "almenara.nodes-ports=0|'0' is none",
        "almenara.nodes-networks=10.0.0.0/33|'10.0.0.0/33' is neither",
        "almenara.nodes-topic=two words|almenara.nodes-topic has 1 to 64 characters of ASCII, without spaces",
        "almenara.nodes-key=abc|almenara.nodes-key has 64 hexadecimal digits",
        "almenara.nodes-verify-seconds=3600|almenara.nodes-verify-seconds is less than almenara.nodes-seen-seconds"})
    void aWrongValueIsNamed(String line, String fault) {
        String faults = faults(Map.of(line.split("=", 2)[0], line.split("=", 2)[1]));
        assertTrue(faults.contains(fault), faults);
        assertEquals(1, faults.split("; almenara").length, faults);
    }

    @Test
    void thereIsNoMeshWithoutAUrl() {
        assertEquals(Optional.empty(), read(Map.of("almenara.nodes-seeds", "https://a.example/")).nodes().url());
        Settings.Nodes nodes = read(Map.of("almenara.nodes-url", "https://node.example/", "almenara.nodes-seeds", "https://a.example/, https://b.example:8443/x/",
                "almenara.nodes-ports", "443, 8443", "almenara.nodes-networks", "10.0.0.0/8", "jboss.server.data.dir", "/data")).nodes();
        assertEquals("https://node.example/", nodes.url().orElseThrow().text());
        assertEquals(2, nodes.rules().seeds().size());
        assertEquals(Set.of(443, 8443), nodes.rules().reach().ports());
        assertEquals(1, nodes.rules().reach().near().size());
        assertEquals(new Rules.Bounds(1000, 8, 32, 1), nodes.rules().bounds());
        assertEquals(new Rules.Times(Duration.ofMinutes(10), Duration.ofHours(1)), nodes.rules().times());
        assertEquals("/data", nodes.data());
    }

    @Test
    void aTopicHasUpToSixtyFourCharactersAndNoneIsNone() {
        assertEquals(Optional.of("almenara/nodes/v1"), read(Map.of()).nodes().topic());
        assertEquals(Optional.of("x".repeat(64)), read(Map.of("almenara.nodes-topic", "x".repeat(64))).nodes().topic());
        assertTrue(faults(Map.of("almenara.nodes-topic", "x".repeat(65))).contains("almenara.nodes-topic"));
        assertTrue(faults(Map.of("almenara.nodes-topic", "caf\u00e9")).contains("almenara.nodes-topic"));
        assertEquals(Optional.empty(), read(Map.of("almenara.nodes-topic", "none")).nodes().topic());
    }

    @Test
    void theKeyNeverPrints() {
        String key = "0123456789abcdef".repeat(4);
        Settings settings = read(Map.of("almenara.nodes-key", key));
        assertEquals(32, settings.nodes().key().length);
        assertFalse(settings.toString().contains("35, 69") || settings.toString().contains(key), settings::toString);
        assertFalse(faults(Map.of("almenara.nodes-key", key + "0", "almenara.rooms", "x")).contains(key));
    }
}
