package almenara.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import almenara.faults.Percentiles;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;

/** Looks after the server during one scenario: what it holds, how soon it serves the others, and whether everything is as before when the scenario is over. */
final class Watch {

    /** Longer than the server keeps what nobody reads, and longer than idle threads stay. */
    private static final Duration RECOVERY = Duration.ofMinutes(3);
    /** What pools of threads, of buffers and of files have more at one time than at another; tables that have grown for many rooms stay as large. */
    private static final int THREADS = 48;
    private static final int FILES = 24;
    private static final int SAMPLE = 5;
    private static final long HEAP = (long) Endurance.either(24, 64) << 20;

    private final String name;
    private final ServerLog log = new ServerLog();
    private final Vitals before = Vitals.now();
    private final List<Vitals> looks = new ArrayList<>();

    Watch(String name) throws IOException {
        this.name = name;
        tell("before", before);
    }

    Watch tell(String what, Object value) {
        System.out.println("endurance: " + name + ": " + what + ": " + value);
        return this;
    }

    /** Lets so much time go by, and looks so often meanwhile at what the server holds. */
    void observe(Duration time, int times) throws InterruptedIOException {
        for (int look = 0; look < times; look++) {
            Herd.pause(time.dividedBy(times));
            looks.add(Vitals.now());
            tell("after " + time.multipliedBy(look + 1).dividedBy(times).toSeconds() + " s", looks.getLast());
        }
    }

    /** In the end as much heap, within so many percent, as many threads and as many files as in the beginning. */
    void expectFlat(int percent) {
        expectNoMore("bytes of heap", mean(first(), Vitals::heap) * percent / 100, Vitals::heap);
        expectNoMore("threads", THREADS, Vitals::threads);
        expectNoMore("files", FILES, Vitals::files);
    }

    /** By means, for what waits for clients, and how many sockets are on their way out just then, differs from one look to the next. */
    private void expectNoMore(String name, double most, ToLongFunction<Vitals> what) {
        double grown = mean(last(), what) - mean(first(), what);
        assertTrue(grown <= most, () -> grown + " " + name + " more in the end than in the beginning");
    }

    private List<Vitals> first() {
        return looks.subList(0, sample());
    }

    private List<Vitals> last() {
        return looks.subList(looks.size() - sample(), looks.size());
    }

    /** A tenth of the looks, and five at least unless these are more than half of them. */
    private int sample() {
        return Math.min(looks.size() / 2, Math.max(SAMPLE, looks.size() / 10));
    }

    private static double mean(List<Vitals> looks, ToLongFunction<Vitals> what) {
        return looks.stream().mapToLong(what).average().orElseThrow();
    }

    /** The witnesses were served all the time, the longer form says how soon at least. */
    void expectServed(Witnesses witnesses, Duration most) {
        Percentiles times = witnesses.times();
        tell("others are served after p50/p99/most ms", times).tell("signals of others", witnesses.heard());
        assertEquals(List.of(), witnesses.surprises());
        assertEquals(0, witnesses.cut(), "others were cut off");
        assertTrue(witnesses.heard() > 0, "nobody has said anything");
        assertTrue(!Endurance.IS_LONG || times.at(99) <= most.toNanos(), () -> "p99 is " + TimeUnit.NANOSECONDS.toMillis(times.at(99)) + " ms");
    }

    /** When all clients have gone, nothing of theirs is left, and the server has complained about none of them, nor failed over one. */
    void expectAsBefore() throws IOException {
        long since = System.nanoTime();
        for (String gauge : List.of("almenara_connections", "almenara_members", "almenara_rooms")) {
            Server.await(gauge + " is 0 again", RECOVERY, () -> Meters.read(gauge) == 0);
        }
        Server.await("threads, files and heap are as before", RECOVERY, () -> isAsBefore(Vitals.now()));
        tell("as before after ms", TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - since)).tell("in the end", Vitals.now());
        assertEquals(List.of(), log.complaints());
        assertEquals(List.of(), log.failures());
    }

    private boolean isAsBefore(Vitals now) {
        return now.threads() <= before.threads() + THREADS && now.files() <= before.files() + FILES && now.heap() <= before.heap() + HEAP;
    }
}
