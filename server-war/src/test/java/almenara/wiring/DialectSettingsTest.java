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
        assertTrue(faults(Map.of("almenara.peerjs-path", "/y-webrtc")).contains("almenara.peerjs-path has no path of almenara.y-webrtc-path"));
        assertTrue(faults(Map.of("almenara.tracker-paths", "/t,/y-webrtc")).contains("almenara.tracker-paths has no path of almenara.y-webrtc-path"));
        assertTrue(faults(Map.of("almenara.webrtc-star-paths", "/x,/tracker")).contains("almenara.webrtc-star-paths has no path of almenara.tracker-paths"));
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
        assertEquals(List.of("/tracker", "/announce"), read(Map.of()).paths().tracker());
        assertEquals(List.of("/announce"), read(Map.of("almenara.tracker-paths", "/announce")).paths().tracker());
        assertEquals(List.of(), read(Map.of("almenara.tracker-paths", "off")).paths().tracker());
    }

    @Test
    void anOfferForTheTrackerLivesNoLongerThanAnyOffer() {
        for (int most : List.of(49, 50, 51)) {
            String longest = String.valueOf(most);
            assertEquals(Math.min(most, 50), read(Map.of("almenara.offer-seconds", longest, "almenara.offer-max-seconds", longest)).tracker().seconds());
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

    @Test
    void webrtcStarHasItsPathsOrIsOff() {
        assertEquals(List.of("/socket.io", "/socket.io-next"), read(Map.of()).paths().star());
        assertEquals(List.of("/a", "/b/c"), read(Map.of("almenara.webrtc-star-paths", "/a, /b/c")).paths().star());
        assertEquals(List.of(), read(Map.of("almenara.webrtc-star-paths", "off")).paths().star());
        for (String paths : List.of("a", "", "/a,b", "/a,off", "/room", "/a,/nodes")) {
            assertTrue(faults(Map.of("almenara.webrtc-star-paths", paths)).contains("almenara.webrtc-star-paths holds paths"), paths);
        }
    }

    @Test
    void aNewcomerIsToldOfNoMoreThanHalfOfWhatMayWaitForIt() {
        assertEquals(100, read(Map.of()).star().told());
        assertEquals(8, read(Map.of("almenara.queue-messages", "16")).star().told());
        assertEquals(3, read(Map.of("almenara.webrtc-star-peers", "3")).star().told());
    }
}
