package almenara.wiring;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RoomsSettingsTest {

    private static int rooms(Map<String, String> configured) {
        return Settings.read(configured.keySet(), name -> Optional.ofNullable(configured.get(name))).core().rooms().rooms();
    }

    @Test
    void thereAreAsManyRoomsAsIsSaid() {
        assertEquals(1, rooms(Map.of("almenara.rooms", "1")));
        assertEquals(10_000_000, rooms(Map.of("almenara.rooms", "10000000")));
    }

    @Test
    void orAsTheHeapIsLargeEnoughFor() {
        long most = Runtime.getRuntime().maxMemory() / 16_384;
        assertEquals(most, rooms(Map.of("almenara.rooms", "0")));
        assertEquals(most, rooms(Map.of()));
    }
}
