package almenara.it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/**
 * Many hostile clients, a few at a time, each by a number that makes it what it is. In the end the server has thrown nothing, serves others, and holds on to
 * nothing of theirs.
 */
final class Hostile {

    private static final int AT_ONCE = 8;
    private static final long SEED = Long.getLong("it.seed", 1);
    /** Cases of one seed that have nothing in common with those of the next. */
    private static final long MOST = 1L << 32;

    /** One client: it connects, says what it says, and goes. */
    interface Case {
        void run(Random random) throws IOException;
    }

    private final int usual;
    private final int cases;

    /** The usual number of cases, or what {@code it.cases} says. */
    Hostile(int usual) {
        this.usual = usual;
        this.cases = Integer.getInteger("it.cases", 0) > 0 ? Integer.getInteger("it.cases") : usual;
    }

    /** True when there are as many as usual: then each path has its share of them. */
    boolean isWhole() {
        return cases >= usual;
    }

    void play(Case each) throws IOException, InterruptedException {
        ServerLog log = new ServerLog();
        AtomicInteger next = new AtomicInteger();
        ConcurrentLinkedQueue<String> surprises = new ConcurrentLinkedQueue<>();
        try (Client witness = Client.join(Server.room())) {
            CountDownLatch ended = new CountDownLatch(AT_ONCE);
            IntStream.range(0, AT_ONCE).forEach(thread -> Thread.startVirtualThread(() -> {
                for (int number = next.getAndIncrement(); number < cases && surprises.isEmpty(); number = next.getAndIncrement()) {
                    run(each, number, surprises);
                }
                ended.countDown();
            }));
            ended.await();
            witness.done("'type':'ping'");
        }
        assertEquals(List.of(), List.copyOf(surprises));
        for (String gauge : List.of("almenara_connections", "almenara_members", "almenara_rooms", "almenara_dialect_connections")) {
            Server.await(gauge + " is 0 again", () -> Meters.read(gauge) == 0);
        }
        assertEquals(List.of(), log.complaints());
    }

    /** A client that is cut off has got what it deserves. */
    private static void run(Case each, int number, ConcurrentLinkedQueue<String> surprises) {
        try {
            each.run(Random.from(new SplittableRandom(SEED * MOST + number)));
        } catch (SocketTimeoutException e) {
            surprises.add("case " + number + ": the server says nothing at all");
        } catch (IOException cut) {
            // as it should be
        } catch (AssertionError | RuntimeException e) {
            surprises.add("case " + number + ": " + e);
        }
    }
}
