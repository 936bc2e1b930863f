package almenara.wiring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import almenara.guests.GuestLimits;
import almenara.messages.StateTable;
import almenara.sharedstate.SharedStateLimits;
import almenara.transport.StateDesk;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StateSettingsTest {

    private static Settings.State read(Map<String, String> configured) {
        return Settings.read(configured.keySet(), name -> Optional.ofNullable(configured.get(name))).state();
    }

    @Test
    void thereAreNoTablesUnlessAnOperatorNamesThem() {
        Settings.State state = read(Map.of());
        assertEquals(new StateDesk.Served(Set.of(), Set.of(), 1_048_576, 64), state.served());
        assertEquals(new SharedStateLimits(32, new SharedStateLimits.Size(1000, 16, 1_048_576, 2048, 16_384), 30, Duration.ofMinutes(2), 20_000, Map.of()), state.limits());
        assertEquals(new Settings.Outgoing(Set.of(), Set.of(), Duration.ofMinutes(5), Duration.ofSeconds(5)), state.outgoing());
        StateDesk.Served named = read(Map.of("almenara.state-tables", "bat-hosts, almenara-offers", "almenara.state-multiwriter", "*", "almenara.state-bytes", "16384"))
                .served();
        assertEquals(new StateDesk.Served(Set.of("bat-hosts", "almenara-offers"), Set.of("*"), 16_384, 64), named);
    }

    @Test
    void neighboursAndHooksAreTakenApart() {
        Settings.Outgoing outgoing = read(Map.of("almenara.state-neighbours", "http://10.0.0.1/cgi-bin/shared-state, https://node.example:8443/x/",
                "almenara.state-hooks", "http://[::1]:9000/hook?x=1", "almenara.state-exchange-seconds", "7", "almenara.state-patience-seconds", "2")).outgoing();
        assertEquals(new Settings.Outgoing(Set.of("http://10.0.0.1/cgi-bin/shared-state", "https://node.example:8443/x/"), Set.of("http://[::1]:9000/hook?x=1"),
                Duration.ofSeconds(7), Duration.ofSeconds(2)), outgoing);
    }

    @Test
    void roomsAreSharedWhenATableIsNamedForIt() {
        Settings.State alone = read(Map.of());
        assertEquals(Optional.empty(), alone.offers().table());
        assertEquals(new GuestLimits(32, 50, Duration.ofSeconds(120), Set.of()), alone.offers().limits());
        String key = "A".repeat(43);
        Settings.State shared = read(Map.of("almenara.state-offers", "almenara-offers", "almenara.state-offers-entries", "1000", "almenara.state-offers-guests", "40",
                "almenara.state-offers-clusters", key, "almenara.offer-max-seconds", "600"));
        StateTable table = StateTable.plain("almenara-offers").orElseThrow();
        assertEquals(new Settings.Offers(Optional.of(table), new GuestLimits(40, 250, Duration.ofSeconds(600), Set.of(key))), shared.offers());
        assertEquals(Set.of("almenara-offers"), shared.served().plain());
        assertEquals(Map.of(table, new SharedStateLimits.Part(1000, Duration.ofSeconds(600), Set.of(key))), shared.limits().parts());
        assertEquals(Map.of(table, new SharedStateLimits.Part(200, Duration.ofMinutes(5), Set.of())), read(Map.of("almenara.state-offers", "almenara-offers")).limits().parts());
    }

    @Test
    void guestsHaveHalfOfTheSeatsAtMost() {
        assertEquals(10, read(Map.of("almenara.room-members", "20")).offers().limits().guests());
        assertEquals(32, read(Map.of("almenara.room-members", "64")).offers().limits().guests());
        assertEquals(1, read(Map.of("almenara.room-members", "2")).offers().limits().guests());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', value = {
        "almenara.state-bytes=16383|almenara.state-signed-bytes is not more than almenara.state-bytes",
        "almenara.state-entry-bytes=1048577|almenara.state-entry-bytes is a whole number from 128 to 1048576",
        "almenara.state-neighbours=http://[fe80::1]/x,10.0.0.1/x|almenara.state-neighbours holds http: and https: URLs without user and fragment; '10.0.0.1/x' is none",
        "almenara.state-neighbours=http://me@10.0.0.1/x|'http://me@10.0.0.1/x' is none",
        "almenara.state-hooks=file:///etc/passwd|almenara.state-hooks holds http: and https: URLs without user and fragment; 'file:///etc/passwd' is none",
        "almenara.state-hooks=http://10.0.0.1/x#y|'http://10.0.0.1/x#y' is none",
        "almenara.state-offers=offers|almenara.state-offers is a name of letters, digits, _ and - that begins with almenara-; 'offers' is none",
        "almenara.state-offers=almenara-a b|'almenara-a b' is none",
        "almenara.state-offers-clusters=x|almenara.state-offers-clusters holds keys of 43 characters of base64url; 'x' is none",
        "almenara.state-offers-entries=15|almenara.state-offers-entries is a whole number from 16 to 10000",
        "almenara.state-offers-guests=0|almenara.state-offers-guests is a whole number from 1 to 1000",
        "almenara.state-tables=bat-hosts,a b|almenara.state-tables holds names of letters, digits, _ and -; 'a b' is none"})
    void aWrongValueIsNamed(String line, String fault) {
        String[] pair = line.split("=", 2);
        String faults = assertThrows(IllegalStateException.class, () -> read(Map.of(pair[0], pair[1]))).getMessage();
        assertTrue(faults.contains(fault), faults);
        assertEquals(1, faults.split("; almenara").length, faults);
    }
}
