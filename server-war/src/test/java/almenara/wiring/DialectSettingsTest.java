package almenara.wiring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DialectSettingsTest {

    private static Settings.Dialects read(Map<String, String> configured) {
        return Settings.read(configured.keySet(), name -> Optional.ofNullable(configured.get(name))).dialects();
    }

    private static String faults(Map<String, String> configured) {
        return assertThrows(IllegalStateException.class, () -> read(configured)).getMessage();
    }

    @Test
    void noTwoDialectsHaveOnePathButSeveralMayBeOff() {
        assertTrue(faults(Map.of("almenara.peerjs-path", "/y-webrtc")).contains("almenara.y-webrtc-path is not that of almenara.peerjs-path"));
        assertTrue(faults(Map.of("almenara.matchbox-path", "/peerjs")).contains("almenara.peerjs-path is not that of almenara.matchbox-path"));
        assertTrue(faults(Map.of("almenara.trystero-path", "/matchbox")).contains("almenara.trystero-path is not that of almenara.matchbox-path"));
        assertEquals(Optional.empty(), read(Map.of("almenara.peerjs-path", "off", "almenara.y-webrtc-path", "off")).paths().peerJs());
        assertEquals(Optional.of("/y-webrtc/peerjs"), read(Map.of("almenara.peerjs-path", "/y-webrtc/peerjs")).paths().peerJs());
    }

    @Test
    void everyDialectIsSpokenUnlessItIsOff() {
        assertEquals(Optional.of("/trystero"), read(Map.of()).paths().trystero());
        assertEquals(Optional.empty(), read(Map.of("almenara.trystero-path", "off")).paths().trystero());
        assertEquals(Optional.of("/matchbox"), read(Map.of()).paths().matchbox());
        assertEquals(Optional.empty(), read(Map.of("almenara.matchbox-path", "off")).paths().matchbox());
    }

    @Test
    void theTrackerHasTwoPathsOrOneOrNone() {
        assertEquals(List.of("/tracker", "/announce"), read(Map.of()).tracker().paths());
        assertEquals(List.of("/announce"), read(Map.of("almenara.tracker-path", "off")).tracker().paths());
        assertEquals(List.of(), read(Map.of("almenara.tracker-path", "off", "almenara.tracker-announce-path", "off")).tracker().paths());
        assertTrue(faults(Map.of("almenara.tracker-announce-path", "/tracker")).contains("almenara.tracker-path is not that of almenara.tracker-announce-path"));
        assertTrue(faults(Map.of("almenara.tracker-path", "/y-webrtc")).contains("almenara.y-webrtc-path is not that of almenara.tracker-path"));
    }

    @Test
    void anOfferForTheTrackerLivesNoLongerThanAnyOffer() {
        for (int most : List.of(49, 50, 51)) {
            String longest = String.valueOf(most);
            assertEquals(Math.min(most, 50), read(Map.of("almenara.offer-seconds", longest, "almenara.offer-max-seconds", longest)).tracker().limits().seconds());
        }
    }

    @Test
    void aDialectHasItsPathOrIsOff() {
        assertEquals(Optional.of("/y-webrtc"), read(Map.of()).paths().yWebrtc());
        assertEquals(Optional.of("/signal/y"), read(Map.of("almenara.y-webrtc-path", "/signal/y")).paths().yWebrtc());
        assertEquals(Optional.empty(), read(Map.of("almenara.y-webrtc-path", "off")).paths().yWebrtc());
        for (String path : List.of("y", "/", "/y/", "/a//b", "/../x", "/room", "/room/y", "/nodes", "/sdk", "/y*", "/{y}", "OFF", "/y?z")) {
            assertTrue(faults(Map.of("almenara.y-webrtc-path", path)).contains("almenara.y-webrtc-path is a path"), path);
        }
    }
}
