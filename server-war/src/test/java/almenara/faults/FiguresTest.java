package almenara.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class FiguresTest {

    private static final int ROOM = 1;

    private final History history = new History();

    private static long seconds(long count) {
        return TimeUnit.SECONDS.toNanos(count);
    }

    /** What is said of clients 1 and 2, of a strike in the tenth second. */
    private Figures figures() {
        return new Figures(history, seconds(10));
    }

    private void hears(int client, long... seconds) {
        LongStream.of(seconds).forEach(at -> history.add(ROOM, new Event.Delivered(seconds(at), client, at, new Event.Signal(3, (int) at), false)));
    }

    @Test
    void aSilenceIsCountedFromWhatWasHeardLastBeforeTheStrike() {
        hears(1, 9, 14, 15);
        assertEquals(seconds(5), figures().silence(Set.of(1)).most());
    }

    @Test
    void aSilenceThatHadEndedBeforeTheStrikeIsNotCounted() {
        hears(1, 1, 9, 11, 12);
        assertEquals(seconds(2), figures().silence(Set.of(1)).most());
    }

    @Test
    void eachClientHasItsOwnSilenceAndThoseOfOthersAreLeftOut() {
        hears(1, 9, 12);
        hears(2, 9, 10, 11);
        hears(3, 9, 30);
        assertEquals(List.of(seconds(1), seconds(3)), LongStream.of(figures().silence(Set.of(1, 2)).sorted()).boxed().toList());
    }

    @Test
    void whatWasUnderWayWhenItStruckIsAcknowledgedAfterIt() {
        history.add(ROOM, new Event.Published(seconds(2), 1, 1));
        history.add(ROOM, new Event.Acknowledged(seconds(3), 1, 1, new Event.Place("one", 1)));
        history.add(ROOM, new Event.Published(seconds(9), 1, 2));
        history.add(ROOM, new Event.Acknowledged(seconds(13), 1, 2, new Event.Place("one", 2)));
        assertEquals(List.of(seconds(4)), LongStream.of(figures().acknowledged(Set.of(1)).sorted()).boxed().toList());
    }
}
