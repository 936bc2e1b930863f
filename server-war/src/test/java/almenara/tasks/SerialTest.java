package almenara.tasks;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;

import almenara.tables.Crowd;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SerialTest {

    private final List<Integer> done = Collections.synchronizedList(new ArrayList<>());

    @Test
    void tasksRunInTheirOrderOnAnyNumberOfThreads() {
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            Serial serial = new Serial(threads);
            IntStream.range(0, 1000).forEach(number -> serial.run(() -> done.add(number)));
            Crowd.until(() -> done.size() == 1000);
        }
        assertEquals(IntStream.range(0, 1000).boxed().toList(), done);
    }

    @Test
    void aTaskThatATaskGivesRunsAfterIt() {
        Serial serial = new Serial(Runnable::run);
        serial.run(() -> {
            serial.run(() -> done.add(2));
            done.add(1);
        });
        assertEquals(List.of(1, 2), done);
    }

    @Test
    void aTaskThatFailsDoesNotKeepTheOthersFromRunning() {
        Serial serial = new Serial(Runnable::run);
        serial.run(() -> {
            throw new IllegalStateException("on purpose");
        });
        serial.run(() -> done.add(1));
        assertEquals(List.of(1), done);
    }

    @Test
    void whatComesAfterTheEndOfTheExecutorIsDropped() {
        ExecutorService threads = Executors.newSingleThreadExecutor();
        threads.close();
        assertDoesNotThrow(() -> new Serial(threads).run(() -> done.add(1)));
        assertEquals(List.of(), done);
    }

    @Test
    void aTaskRunsHereWhereNobodyElseIsAtIt() {
        List<Runnable> later = new ArrayList<>();
        Serial serial = new Serial(later::add);
        serial.runHere(() -> done.add(1));
        assertEquals(List.of(1), done);
        assertEquals(List.of(), later);
    }

    @Test
    void aTaskThatIsToRunHereWaitsForThoseThatAnotherThreadHas() {
        List<Runnable> later = new ArrayList<>();
        Serial serial = new Serial(later::add);
        serial.run(() -> done.add(1));
        serial.runHere(() -> done.add(2));
        assertEquals(List.of(), done);
        later.removeFirst().run();
        assertEquals(List.of(1, 2), done);
    }

    @Test
    void asManyTasksRunHereAsTheBoundSaysAndTheOthersElsewhere() {
        List<Runnable> later = new ArrayList<>();
        Serial serial = new Serial(later::add);
        serial.runHere(() -> IntStream.rangeClosed(1, 32).forEach(number -> serial.run(() -> done.add(number))));
        assertEquals(IntStream.rangeClosed(1, 31).boxed().toList(), done);
        later.removeFirst().run();
        assertEquals(IntStream.rangeClosed(1, 32).boxed().toList(), done);
        serial.runHere(() -> done.add(33));
        assertEquals(33, done.size());
        assertEquals(List.of(), later);
    }

    @Test
    void tasksThatRunHereAndThereRunOneAfterTheOther() throws Exception {
        int[] counted = {0};
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Serial serial = new Serial(threads);
            Crowd.of(4, thread -> IntStream.range(0, 5000).forEach(number -> {
                if (number % 2 == 0) {
                    serial.run(() -> counted[0]++);
                } else {
                    serial.runHere(() -> counted[0]++);
                }
            }));
            Crowd.until(() -> serial.waiting() == 0);
        }
        assertEquals(20_000, counted[0]);
    }
}
