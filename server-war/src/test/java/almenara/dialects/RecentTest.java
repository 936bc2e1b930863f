package almenara.dialects;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecentTest {

    private long now = Long.MAX_VALUE;
    private int made;

    private String make() {
        made++;
        return "text " + made;
    }

    @ParameterizedTest
    @CsvSource({"-1, 1", "0, 2", "1, 2"})
    void aTextIsMadeAnewOnceASecondAtMost(long more, int times) {
        Recent recent = new Recent(this::make, () -> now);
        assertEquals("text 1", recent.text());
        now += Recent.LIFE + more;
        assertEquals("text " + times, recent.text());
        assertEquals(times, made);
    }

    @Test
    void theFiguresOfATrackerAreMadeAnewOnceASecondHoweverManyAsk() {
        Tracker.Figures figures = new Tracker.Figures(() -> Stream.of(make()).map(text -> new Tracker.Sight("r", text, false)), () -> now);
        Tracker tracker = new Tracker(new JsonLimits(8), Swarming.LIMITS, figures, new Random(1));
        for (int each = 0; each < 10; each++) {
            tracker.page("stats");
            tracker.page("stats.json");
        }
        assertEquals(1, made);
    }
}
