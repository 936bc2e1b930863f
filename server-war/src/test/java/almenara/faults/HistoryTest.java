package almenara.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryTest {

    @TempDir
    private Path folder;

    @Test
    void onlyWhatIsPublishedAndAcknowledgedFromAMomentOnIsTakenSince() {
        Story story = Story.of(2).tries(1, 1);
        long moment = story.events().getLast().at() + 1;
        History history = new History();
        story.acknowledged(1, 1, 2).tries(1, 2).says(2, 1, 3).events().forEach(event -> history.add(1, event));
        assertFalse(history.takes(List.of(1), moment));
        assertTrue(history.takes(List.of(2), moment));
        assertTrue(history.takes(List.of(1), 0));
    }

    @Test
    void whatWasSeenIsWrittenDownRoomByRoomByTime() throws IOException {
        List<Event> events = Story.of(1).says(1, 1, 2).events();
        History history = new History();
        history.add(2, events.get(0));
        events.reversed().forEach(event -> history.add(1, event));
        Path file = folder.resolve("history");
        history.write(file);
        assertEquals(List.of("room 1 " + events.get(0), "room 1 " + events.get(1), "room 1 " + events.get(2), "room 2 " + events.get(0)), Files.readAllLines(file));
    }
}
