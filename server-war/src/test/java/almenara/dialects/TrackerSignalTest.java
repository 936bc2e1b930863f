package almenara.dialects;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class TrackerSignalTest {

    @Test
    void whatANodeHandsToAnotherIsReadAsItWasWritten() {
        TrackerSignal.Place place = new TrackerSignal.Place("room", "member");
        for (String kind : new String[] {TrackerSignal.OFFER, TrackerSignal.ANSWER}) {
            TrackerSignal signal = new TrackerSignal(kind, "an id\n\"of\\\u0000 20 \u00ff", "peer\r\n", place, "{\"sdp\":\"v=0\\r\\n\",\n \"more\":[1]}");
            assertEquals(signal, TrackerSignal.parse(signal.text()));
        }
    }
}
