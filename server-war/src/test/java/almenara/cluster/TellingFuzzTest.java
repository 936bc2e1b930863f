package almenara.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;

import almenara.fuzz.Seeds;
import almenara.tables.HandClock;
import almenara.tables.Table;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** What other nodes tell and do not keep, and among it what their clocks say. */
class TellingFuzzTest {

    /** A node that keeps the time, and notes whom it has understood. */
    private static final class Hearing implements Table.Listener {
        private final ClusterClock clock = new ClusterClock(new HandClock(), () -> 0);
        private final List<String> nodes = new ArrayList<>();

        @Override
        public void told(String text) {
            Telling telling = Telling.read(text);
            clock.hear(telling);
            nodes.add(telling.node());
        }
    }

    static Stream<byte[]> seeds() {
        return Seeds.texts("node~1 1700000000000 1700000000001", "node~1 1700000000000", "a 1 2\nb 3\nc 4 5", "a", "", "\n", " 1 1", "a 9223372036854775807 -9223372036854775808", "a 9223372036854775808", "a 1 2 3");
    }

    @MethodSource("seeds")
    @FuzzTest
    void aTellingIsReadAndWrittenAsTheSameOrRefused(byte[] input) {
        String text = Seeds.text(input);
        try {
            Telling telling = Telling.read(text);
            assertEquals(telling, Telling.read(telling.text()));
        } catch (IllegalArgumentException refused) {
            // as it should be
        }
    }

    @MethodSource("seeds")
    @FuzzTest
    void whatIsToldIsHeardOrPassedOverAndTheNextIsHeard(byte[] input) {
        Hearing hearing = new Hearing();
        Relay relay = new Relay(hearing);
        relay.stored("\n1", Seeds.text(input));
        relay.stored("\n2", "good 1 2");
        assertEquals("good", hearing.nodes.getLast());
        hearing.clock.look(hearing.nodes, hearing.nodes);
        hearing.clock.look(hearing.nodes, hearing.nodes);
        hearing.clock.join(hearing.nodes);
        hearing.clock.instant();
    }
}
