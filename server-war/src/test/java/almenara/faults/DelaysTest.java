package almenara.faults;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class DelaysTest {

    private static long[] delays(Story story, long moment) {
        History history = new History();
        story.events().forEach(event -> history.add(0, event));
        return Delays.of(history, List.of(2), moment).sorted();
    }

    @Test
    void aSignalIsOnItsWayFromWhenItIsPublishedUntilEachOfTheseClientsHearsIt() {
        assertArrayEquals(new long[] {501}, delays(Story.of(3).tries(1, 1).after(500).gets(2, 5, 1, 1).after(500).gets(3, 5, 1, 1).acknowledged(1, 1, 5), 0));
    }

    @Test
    void whatWasPublishedBeforeTheMomentOrHeardOnceMoreIsNotCounted() {
        Story story = Story.of(2).tries(1, 1).after(500);
        long moment = story.events().getLast().at() + 1;
        assertArrayEquals(new long[] {21}, delays(story.gets(2, 5, 1, 1).tries(1, 2).after(20).gets(2, 6, 1, 2).drops(2, 7, 1, 2), moment));
    }

    @Test
    void amongSomeClientsWhatOthersHavePublishedIsNotCounted() {
        History history = new History();
        Story.of(3).tries(1, 1).after(500).gets(2, 5, 1, 1).tries(3, 1).after(20).gets(2, 6, 3, 1).events().forEach(event -> history.add(0, event));
        assertArrayEquals(new long[] {21}, Delays.among(history, List.of(2, 3), 0).sorted());
    }
}
