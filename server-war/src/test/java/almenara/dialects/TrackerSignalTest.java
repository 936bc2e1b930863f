package almenara.dialects;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrackerSignalTest {

    @Test
    void whatANodeHandsToAnotherIsReadAsItWasWritten() {
        TrackerSignal.Place place = new TrackerSignal.Place("room", "member");
        for (String kind : new String[] {TrackerSignal.OFFER, TrackerSignal.ANSWER}) {
            TrackerSignal signal = new TrackerSignal(kind, "an id\n\"of\\\u0000 20 \u00ff", "peer\r\n", place, "{\"sdp\":\"v=0\\r\\n\",\n \"more\":[1]}");
            assertEquals(Optional.of(signal), TrackerSignal.parse(signal.text()));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "no line", "\n{}", "{}\n{}", "[]\n{}", "{\n{}", "{'kind':'offer','offer_id':'o','peer_id':'p','room':'r','member':'m'}", "{'kind':'offer','offer_id':'o','peer_id':'p','room':'r','member':'m'}\n",
            "{'kind':'action','offer_id':'o','peer_id':'p','room':'r','member':'m'}\n{}", "{'kind':'offer','offer_id':1,'peer_id':'p','room':'r','member':'m'}\n{}"})
    void whatIsNoSignalIsNone(String text) {
        assertEquals(Optional.empty(), TrackerSignal.parse(text.replace('\'', '"')));
    }
}
