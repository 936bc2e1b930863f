package almenara.dialects;

import static org.junit.jupiter.api.Assertions.assertEquals;

import almenara.fuzz.Seeds;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** What nodes hand to each other of a torrent, and what its peers are called. */
class TrackerSignalFuzzTest {

    private static final String HEAD = "{\"kind\":\"offer\",\"offer_id\":\"o\",\"peer_id\":\"p\",\"room\":\"r\",\"member\":\"m\"}";

    static Stream<byte[]> signals() {
        return Seeds.texts(HEAD + "\n{\"sdp\":1}", HEAD.replace("offer\"", "answer\"") + "\n0", HEAD.replace("\"offer\"", "\"action\"") + "\n0", HEAD.replace("\"o\"", "1") + "\n0", HEAD, HEAD + '\n', "\n", "", "[]\n0",
                "{}\n{}", HEAD.replace("\"p\"", "\"\\ud83d\"") + "\n\n", "[".repeat(2000) + "\n0");
    }

    static Stream<byte[]> names() {
        return Seeds.texts("tracker c 0 " + "61".repeat(20), "tracker i 0007 " + "ff".repeat(20), "tracker x 1 " + "61".repeat(20), "tracker c 99999 " + "61".repeat(20), "tracker c 1 61", "");
    }

    @MethodSource("signals")
    @FuzzTest
    void aSignalIsReadAndWrittenAsTheSameOrIsNone(byte[] input) {
        Optional<TrackerSignal> signal = TrackerSignal.parse(Seeds.text(input));
        signal.ifPresent(each -> {
            assertEquals(signal, TrackerSignal.parse(each.text()));
            each.frame("h");
        });
    }

    @MethodSource("names")
    @FuzzTest
    void aNameIsReadAndWrittenAsTheSameOrIsNone(byte[] input) {
        Optional<TrackerName> name = TrackerName.parse(Seeds.text(input));
        name.ifPresent(each -> assertEquals(name, TrackerName.parse(each.text())));
        TrackerStats.text(Stream.of(new Tracker.Sight("r", Seeds.text(input), false)));
    }
}
