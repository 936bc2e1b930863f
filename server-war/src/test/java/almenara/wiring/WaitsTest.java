package almenara.wiring;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WaitsTest {

    private final Waits waits = new Waits();

    private void add(int count, long nanos) {
        IntStream.range(0, count).forEach(each -> waits.add(nanos));
    }

    @Test
    void oneLongWaitInTenCountsAndOneInElevenDoesNot() {
        add(9, 1);
        add(1, 100);
        assertEquals(100, waits.take());
        add(10, 1);
        add(1, 100);
        assertEquals(1, waits.take());
    }

    @Test
    void whatWasAskedForIsForgotten() {
        add(3, 5);
        assertEquals(5, waits.take());
        assertEquals(0, waits.take());
    }

    @Test
    void ofVeryManyTheNewestCount() {
        add(1024, 7);
        assertEquals(7, waits.take());
        add(1024, 7);
        add(1024, 8);
        assertEquals(8, waits.take());
    }
}
