package almenara.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;

import almenara.messages.Refusal;
import almenara.tables.Table;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Three nodes write logs as rooms do, while one of them is cut off again and again. */
class SplitLogTest {

    private static final int NODES = 3;
    private static final int LOGS = 6;
    private static final int SPLITS = 2;
    private static final Duration LIFE = Duration.ofMinutes(10);

    private final Random random = new Random();
    private final Grid grid = Grid.parting(NODES);
    private final List<CacheTable> tables = IntStream.range(0, NODES).mapToObj(node -> grid.table(node, "log")).toList();
    private final Map<String, String> acknowledged = new ConcurrentHashMap<>();
    private final List<String> findings = new CopyOnWriteArrayList<>();
    private final AtomicBoolean over = new AtomicBoolean();

    @AfterEach
    void close() {
        grid.close();
    }

    private static void pause(long millis) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(millis));
    }

    /** Writes one entry after the other into a log; what is refused is written again, further on, as clients do. */
    private void write(int node, int log) {
        Table table = tables.get(node);
        int offset = 0;
        for (int number = 0; !over.get(); number++) {
            String value = node + " " + number;
            try {
                while (!table.putIfAbsent(log + ":" + offset, value, LIFE)) {
                    offset++;
                }
                told(log + ":" + offset, value);
                pause(2);
            } catch (Refusal refusal) {
                pause(10);
            }
        }
    }

    private void told(String place, String value) {
        String other = acknowledged.put(place, value);
        if (other != null) {
            findings.add(place + " is " + other + " and " + value);
        }
    }

    private boolean isWritable(int node, int split) {
        try {
            tables.get(node).put("round " + split + " at " + node, "done", LIFE);
            return true;
        } catch (Refusal refusal) {
            return false;
        }
    }

    private boolean isWhole() {
        return IntStream.range(0, NODES).allMatch(node -> grid.holders(node, "log") == NODES);
    }

    private void split(int number) {
        int alone = random.nextInt(NODES);
        int some = acknowledged.size() + random.nextInt(1000);
        Grid.await("they write", () -> acknowledged.size() > some);
        grid.part(alone, true);
        Grid.await("the node is alone", () -> grid.seen(alone) == 1);
        int after = acknowledged.size();
        Grid.await("the others go on", () -> acknowledged.size() > after + 100);
        grid.part(alone, false);
        Grid.await("all are there again", () -> isWhole() && IntStream.range(0, NODES).allMatch(node -> isWritable(node, number)));
    }

    @Test
    void nothingThatWasAcknowledgedIsLostAndNoPlaceIsGivenTwice() throws InterruptedException {
        Grid.await("all are there", this::isWhole);
        List<Thread> writers = new ArrayList<>();
        for (int log = 0; log < LOGS; log++) {
            int number = log;
            IntStream.range(0, NODES).forEach(node -> writers.add(Thread.ofVirtual().start(() -> write(node, number))));
        }
        IntStream.range(0, SPLITS).forEach(this::split);
        over.set(true);
        for (Thread writer : writers) {
            writer.join();
        }
        tables.forEach(this::compare);
        assertEquals(List.of(), List.copyOf(findings));
    }

    private void compare(Table table) {
        acknowledged.forEach((place, value) -> {
            if (!table.get(place).equals(Optional.of(value))) {
                findings.add(place + " was " + value + " and is " + table.get(place));
            }
        });
    }
}
