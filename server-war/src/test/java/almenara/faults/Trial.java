package almenara.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A crowd under load to which something is about to happen, most of it to those at one node; from {@link #strikes} on the time is taken. */
final class Trial implements AutoCloseable {

    /** Load in front of a fault, and behind it. */
    static final Duration CALM = Duration.ofSeconds(3);

    private final String name;
    private final Size size;
    private final Crowd crowd;
    private final List<Integer> hit;
    private final List<Integer> spared;
    private final StringBuilder line = new StringBuilder();
    private final List<String> late = new ArrayList<>();
    private Figures figures;

    Trial(String name, Size size, List<InetSocketAddress> nodes, int node) {
        this.name = name;
        this.size = size;
        crowd = Crowd.gather(size, nodes);
        crowd.begin();
        calm();
        hit = crowd.residents(client -> client.node() == node);
        spared = crowd.residents(client -> client.node() != node);
    }

    Crowd crowd() {
        return crowd;
    }

    /** Those at the node. */
    List<Integer> hit() {
        return hit;
    }

    /** Those at the other nodes. */
    List<Integer> spared() {
        return spared;
    }

    /** Some load without anything else. */
    void calm() {
        Await.pass(CALM);
    }

    /** The moment that times are counted from. */
    Figures strikes() {
        figures = crowd.since(System.nanoTime());
        return figures;
    }

    /** Notes a figure for the line that is printed. */
    Trial tell(String what, Object value) {
        line.append(line.isEmpty() ? "" : ", ").append(what).append(' ').append(value);
        return this;
    }

    /** Prints the figures; nothing that was promised is broken. What was seen is kept beside the logs of the nodes when something is. */
    void expectNone(List<Finding> findings) {
        System.out.println("figures: " + name + ": " + size.clients() + " clients, of them " + size.streams() + " over server-sent events, in rooms of " + size.room() + ", "
                + size.rate() + " signals/s; " + line + ", " + figures.sums() + ", findings " + findings.size());
        if (!findings.isEmpty()) {
            keep(findings);
        }
        // Of a thousand findings the first few tell the story.
        assertEquals(List.of(), findings.stream().limit(20).toList());
    }

    /** The way back of those who were at the node. */
    void tellBack() {
        tell("clients of the node", hit.size()).tell("back after ms p50/p99/most", figures.back(hit)).tell("nothing missed", figures.recovered(hit));
    }

    void tellOthers() {
        tell("longest silence of the others ms p50/p99/most", figures.silence(spared)).tell("what they say to each other is heard after ms p50/p99/most", figures.heard(spared))
                .tell("their signals acknowledged after ms p50/p99/most", figures.acknowledged(spared));
    }

    Trial tellGaps() {
        return tell("gaps told", figures.gaps(hit) + figures.gaps(spared));
    }

    /** Nothing is wrong, and nothing was excused by telling somebody who stays of a gap. */
    void expectContinuity(List<Finding> findings) {
        tellGaps().expectNone(findings);
        assertEquals(0, figures.gaps(hit), "gaps told to those at the node");
        assertEquals(0, figures.gaps(spared), "gaps told to the others");
    }

    /** What is published from the moment on takes at least so long to reach most of these clients: the ways are as bad as they are said to be. */
    void expectDelay(String ways, long moment, List<Integer> clients, Duration least) {
        Percentiles delays = Delays.of(crowd.history(), clients, moment);
        tell(ways + ": heard after ms p50/p99/most", delays);
        if (delays.at(50) < least.toNanos()) {
            late.add(ways + ", but signals were heard after " + delays + " ms");
        }
    }

    private void keep(List<Finding> findings) {
        try {
            Path base = Path.of(System.getProperty("faults.base"));
            Files.write(base.resolve(name.replace(' ', '-') + ".findings"), findings.stream().map(Finding::toString).toList());
            crowd.history().write(base.resolve(name.replace(' ', '-') + ".history"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A time that is asserted at the end where the size says so: what was found is told first. */
    void expectWithin(Duration most, long nanos, String what) {
        if (size.timed() && nanos > most.toNanos()) {
            late.add(what + " took " + TimeUnit.NANOSECONDS.toMillis(nanos) + " ms, more than " + most.toMillis());
        }
    }

    @Override
    public void close() {
        crowd.close();
        assertEquals(List.of(), late);
    }
}
