package almenara.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Plays docs/transcripts against the real server over WebSocket. */
@ArquillianTest
class TranscriptIT {

    private static final Path FOLDER = Path.of("..", "docs", "transcripts");

    @Deployment(testable = false)
    static WebArchive almenara() {
        return Wars.almenara();
    }

    static List<Path> transcripts() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.filter(file -> file.toString().endsWith(".txt")).sorted().toList();
        }
    }

    @Test
    void thereAreTranscripts() throws IOException {
        assertFalse(transcripts().isEmpty());
    }

    @ParameterizedTest
    @MethodSource("transcripts")
    void theServerPlaysItsPart(Path file) throws IOException {
        List<String> lines = Files.readAllLines(file);
        try (Replay replay = new Replay()) {
            if (lines.stream().anyMatch(line -> line.contains("\"members\":[{\"peer\":\"$other\"}]"))) {
                replay.act("another client joins");
            }
            lines.forEach(replay::play);
            assertEquals(List.of(), replay.unread(), "the node says no more than the transcript");
        }
    }

    @Test
    void aReplayNoticesWhatIsWrong() {
        try (Replay replay = new Replay()) {
            replay.play("> {\"type\":\"join\",\"ref\":1}");
            boolean noticed = false;
            try {
                replay.play("< {\"type\":\"joined\",\"ref\":1,\"self\":\"somebody\"}");
            } catch (AssertionError expected) {
                noticed = true;
            }
            assertTrue(noticed);
        }
    }
}
