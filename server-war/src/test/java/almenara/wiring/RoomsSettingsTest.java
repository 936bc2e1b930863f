package almenara.wiring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RoomsSettingsTest {

    private static final int MEBI = 20;

    private static int rooms(String said) {
        Map<String, String> configured = Map.of("almenara.rooms", said);
        return Settings.read(configured.keySet(), name -> Optional.ofNullable(configured.get(name))).core().rooms().rooms();
    }

    @Test
    void thereAreAsManyRoomsAsIsSaid() {
        assertEquals(1, rooms("1"));
        assertEquals(10_000_000, rooms("10000000"));
    }

    @ParameterizedTest
    @CsvSource({"512,32768", "2048,131072", "0,1", "1000000,10000000"})
    void orAsTheHeapIsLargeEnoughFor(long mebibytes, int rooms) {
        assertEquals(rooms, Settings.rooms(0, mebibytes << MEBI));
    }

    @Test
    void ofThisServer() {
        int less = Settings.rooms(0, Runtime.getRuntime().totalMemory());
        int rooms = rooms("0");
        assertTrue(less <= rooms, rooms + " of at least " + less);
    }
}
