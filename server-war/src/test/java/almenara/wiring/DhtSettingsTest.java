package almenara.wiring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import almenara.dht.Allowance;
import almenara.dht.store.ItemStore;
import almenara.dht.store.PeerStore;
import almenara.transport.DhtDesk;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DhtSettingsTest {

    private static Settings.Dht read(Map<String, String> configured) {
        return Settings.read(configured.keySet(), name -> Optional.ofNullable(configured.get(name))).dht();
    }

    @Test
    void theDhtIsOffUnlessItHasAPort() {
        Settings.Dht standard = read(Map.of());
        assertEquals(0, standard.port());
        assertEquals(0, read(Map.of("jboss.socket.binding.port-offset", "100")).port());
        assertEquals(new Settings.Dht.Manner(false, false), standard.manner());
        assertEquals(List.of("127.0.0.1"), standard.addresses());
        assertEquals(List.of(), standard.bootstrap());
        assertEquals(Optional.empty(), standard.memory());
    }

    @Test
    void everythingCanBeSet() {
        Map<String, String> told = Map.of("almenara.dht-port", "6881", "almenara.dht-addresses", "127.0.0.1,::1", "almenara.dht-private", "true",
                "almenara.dht-bootstrap", "a.example:1024,[::1]:65535", "almenara.dht-items", "64", "almenara.dht-keys", "64", "almenara.dht-rate", "3",
                "almenara.dht-rate-all", "4", "jboss.socket.binding.port-offset", "100", "jboss.server.data.dir", "/data");
        assertEquals(new Settings.Dht(6981, List.of("127.0.0.1", "::1"), List.of("a.example:1024", "[::1]:65535"), new Settings.Dht.Manner(true, false),
                new ItemStore.Bounds(64, 4), new PeerStore.Bounds(64, 100, 16), new Allowance.PerSecond(3, 4), Optional.of(Path.of("/data"))), read(told));
        assertEquals(new Settings.Dht.Manner(false, true), read(Map.of("almenara.dht-read-only", "true")).manner());
    }

    @Test
    void pagesHaveAWayInWithinBounds() {
        Map<String, String> nothing = Map.of();
        assertEquals(new Settings.Gateway(new DhtDesk.Rules(List.of("almenara/"), 16, Duration.ofSeconds(20), Duration.ofSeconds(10)), 60, 10), gateway(nothing));
        Map<String, String> told = Map.of("almenara.dht-salts", "almenara/, chat:", "almenara.dht-lookups", "24", "almenara.dht-lookup-seconds", "1",
                "almenara.dht-fresh-seconds", "0", "almenara.dht-gets", "2", "almenara.dht-puts", "1");
        assertEquals(new Settings.Gateway(new DhtDesk.Rules(List.of("almenara/", "chat:"), 24, Duration.ofSeconds(1), Duration.ZERO), 2, 1), gateway(told));
        assertEquals(List.of(), gateway(Map.of("almenara.dht-salts", "")).rules().salts());
        String longest = "ü".repeat(32);
        assertEquals(List.of(longest), gateway(Map.of("almenara.dht-salts", longest)).rules().salts());
    }

    private static Settings.Gateway gateway(Map<String, String> configured) {
        return Settings.read(configured.keySet(), name -> Optional.ofNullable(configured.get(name))).gateway();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', value = {
        "almenara.dht-addresses|localhost|'localhost' is none",
        "almenara.dht-addresses|10.0.0.1,10.0.0.2|almenara.dht-addresses holds at most one address of IPv4 and one of IPv6",
        "almenara.dht-addresses|::1,::2|almenara.dht-addresses holds at most one address of IPv4 and one of IPv6",
        "almenara.dht-addresses|0.0.0.0,::|almenara.dht-addresses holds :: alone",
        "almenara.dht-addresses|0:0:0:0:0:0:0:0,10.0.0.1|almenara.dht-addresses holds :: alone",
        "almenara.dht-bootstrap|router.example|'router.example' is none",
        "almenara.dht-bootstrap|router.example:1023|'router.example:1023' is none",
        "almenara.dht-bootstrap|router.example:65536|'router.example:65536' is none",
        "almenara.dht-bootstrap|2001:db8::1|'2001:db8::1' is none",
        "almenara.dht-salts|üüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüx|almenara.dht-salts holds texts of at most 64 bytes",
        "almenara.dht-lookups|25|almenara.dht-lookups is a whole number from 1 to 24",
        "almenara.dht-private|no|almenara.dht-private is true or false, not 'no'"})
    void aWrongValueIsNamed(String name, String value, String fault) {
        String faults = assertThrows(IllegalStateException.class, () -> read(Map.of(name, value))).getMessage();
        assertTrue(faults.contains(fault), faults);
        assertEquals(1, faults.split("; almenara").length, faults);
    }
}
