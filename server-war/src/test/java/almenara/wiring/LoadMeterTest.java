package almenara.wiring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import almenara.tables.HandClock;
import almenara.transport.Connections;
import almenara.transport.Usage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LoadMeterTest {

    private final Usage usage = new Usage();
    private final List<Runnable> tasks = new ArrayList<>();

    private LoadMeter meter(int egress) {
        LoadMeter.Sources sources = new LoadMeter.Sources(new Connections(10, new Random(1)), usage);
        return new LoadMeter(new HandClock(), tasks::add, sources, new Settings.Full(10, egress, Duration.ofNanos(1)));
    }

    @Test
    void bytesOutAreAShareOfWhatTheyMayBeEachCountedOnce() {
        LoadMeter meter = meter(1);
        usage.sent().add(1_000_000);
        assertTrue(meter.load().room().egress() > 1000, "a million in much less than a thousand seconds");
        assertEquals(0, meter.load().room().egress());
    }

    @Test
    void bytesOutDoNotCountWithoutALimit() {
        LoadMeter meter = meter(0);
        usage.sent().add(1_000_000);
        assertEquals(0, meter.load().room().egress());
    }

    @Test
    void whatWasSpentForNothingIsTakenOffAndNothingMore() {
        LoadMeter meter = meter(0);
        usage.waste().add(Duration.ofDays(1).toNanos());
        assertEquals(0, meter.load().cpu());
    }

    @Test
    void aTaskThatWaitsIsAShareOfHowLongOneMay() {
        LoadMeter meter = meter(0);
        assertEquals(0, meter.load().waiting());
        meter.probe();
        tasks.removeFirst().run();
        assertTrue(meter.load().waiting() > 1);
        assertEquals(0, meter.load().waiting());
    }

    @Test
    void aTaskThatNeverRunsIsLoadAllTheSame() {
        LoadMeter meter = meter(0);
        meter.probe();
        meter.probe();
        assertTrue(meter.load().waiting() > 1);
        assertEquals(1, tasks.size());
    }
}
