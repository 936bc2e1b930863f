package almenara.wiring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
        assertEquals(new StateDesk.Served(Set.of(), Set.of(), 1_048_576), state.served());
        assertEquals(new SharedStateLimits(32, new SharedStateLimits.Size(1000, 16, 1_048_576, 16_384), 30, Duration.ofMinutes(2)), state.limits());
        StateDesk.Served named = read(Map.of("almenara.state-tables", "bat-hosts, almenara-offers", "almenara.state-multiwriter", "*", "almenara.state-bytes", "16384"))
                .served();
        assertEquals(new StateDesk.Served(Set.of("bat-hosts", "almenara-offers"), Set.of("*"), 16_384), named);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', value = {
        "almenara.state-bytes=16383|almenara.state-entry-bytes is not more than almenara.state-bytes",
        "almenara.state-tables=bat-hosts,a b|almenara.state-tables holds names of letters, digits, _ and -; 'a b' is none"})
    void aWrongValueIsNamed(String line, String fault) {
        String[] pair = line.split("=", 2);
        String faults = assertThrows(IllegalStateException.class, () -> read(Map.of(pair[0], pair[1]))).getMessage();
        assertTrue(faults.contains(fault), faults);
        assertEquals(1, faults.split("; almenara").length, faults);
    }
}
