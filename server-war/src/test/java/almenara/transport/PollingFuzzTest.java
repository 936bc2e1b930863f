package almenara.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import almenara.fuzz.Seeds;
import almenara.messages.Refusal;
import almenara.signaling.Channel.Closing;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A client that polls and changes over, or tries to, in any order; a line is what it does: p asks, b says a body, w says a frame at its WebSocket, which it opens
 * where it has none, e ends that. n is something that the node says.
 */
class PollingFuzzTest {

    /** One run. */
    private static final class Run extends PollingClient {
        private final List<Socket> sockets = new ArrayList<>();
        private int asked;
        private int said;

        void line(String line) {
            String rest = line.isEmpty() ? "" : line.substring(1);
            switch (line.isEmpty() ? ' ' : line.charAt(0)) {
                case 'p' -> {
                    asked++;
                    polls();
                }
                case 'b' -> {
                    said += Payloads.FOUR.split(rest).size();
                    session.said(rest);
                }
                case 'w' -> socket(rest);
                case 'e' -> sockets.forEach(Connection::end);
                default -> says(rest);
            }
            run();
        }

        private void socket(String frame) {
            if (sockets.isEmpty() || sockets.getLast().hasEnded()) {
                try {
                    sockets.add(new Socket());
                } catch (Refusal refused) {
                    return;
                }
            }
            said++;
            sockets.getLast().says(frame);
        }

        /** Whoever asks is answered once; nobody is closed by our fault; what is heard was said. */
        void ends() {
            session.close(Closing.DONE);
            run();
            if (!session.hasEnded()) {
                // something waits for it to ask, but not for ever
                session.check(in(5));
                run();
            }
            assertEquals(asked, answers.size());
            assertTrue(heard.stream().filter(frame -> !List.of("end", "tick").contains(frame)).count() <= said);
            assertEquals(1, heard.stream().filter("end"::equals).count());
            sockets.forEach(each -> assertFalse(each.closed.contains(Closing.INTERNAL)));
            assertTrue(connections.isEmpty());
        }
    }

    static Stream<byte[]> seeds() {
        return Seeds.texts("p\nw2probe\nna\nw5\nnb\nw4x\np\np", "b40\u001e42[\"x\"]\np\np\nna\nnb\np", "w2probe\ne\nb4a\nw2probe\nw5\nw4b\ne", "w5\nw2\nw2probe\nw2probe\np", "p\nw2probe\nw5\ne\np\nb4",
                "n" + "x".repeat(90) + "\nn" + "y".repeat(90) + "\np\nb" + "4z\u001e".repeat(30));
    }

    @MethodSource("seeds")
    @FuzzTest
    void whoAsksIsAnsweredOnceWhateverElseItDoes(byte[] lines) {
        Run run = new Run();
        Seeds.text(lines).lines().filter(line -> !line.contains("end") && !line.contains("tick")).forEach(run::line);
        run.ends();
    }
}
