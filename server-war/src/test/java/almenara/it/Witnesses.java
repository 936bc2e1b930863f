package almenara.it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import almenara.faults.Percentiles;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/**
 * Ordinary clients, whatever others do: two in each room, of whom the one talks and the other listens, and one who asks for something over a connection of its own again and again. It
 * is timed from when a signal or a request ought to have been sent until it was heard or answered, so that a server that stands still is not measured less often than one that does not.
 */
final class Witnesses implements AutoCloseable {

    private static final Duration ASKED = Duration.ofMillis(200);

    private final ConcurrentLinkedQueue<Long> times = new ConcurrentLinkedQueue<>();
    private final AtomicLong heard = new AtomicLong();
    private final Duration pace;
    private final String data;
    private final Herd pairs;
    private final Herd asker;

    /** In each of these rooms so many signals a second, of so many characters. */
    Witnesses(List<String> rooms, int rate, int characters) {
        this.pace = Duration.ofSeconds(1).dividedBy(rate);
        this.data = "x".repeat(characters);
        this.pairs = new Herd(rooms.size(), (number, random) -> talk(rooms.get(number), random));
        this.asker = new Herd(1, (number, random) -> ask(random));
    }

    private void ask(Random random) throws IOException {
        for (long due = System.nanoTime();; due += ASKED.toNanos()) {
            Herd.pause(Duration.ofNanos(due - System.nanoTime()));
            try (Wire wire = Wire.request(Torn.connect(random, 0), "GET /ip HTTP/1.1", "Host: x", "Connection: close")) {
                assertEquals(200, wire.status());
            }
            times.add(System.nanoTime() - due);
        }
    }

    private void talk(String room, Random random) throws IOException {
        try (Wire talker = Wire.upgrade(Torn.connect(random, 0), room); Wire listener = Wire.upgrade(Torn.connect(random, 0), room)) {
            talker.join();
            listener.join();
            for (long due = System.nanoTime();; due += pace.toNanos()) {
                Herd.pause(Duration.ofNanos(due - System.nanoTime()));
                talker.command("'type':'signal','ref':1,'data':'" + data + "'");
                listener.await("\"type\":\"signal\"");
                times.add(System.nanoTime() - due);
                heard.incrementAndGet();
                talker.await("\"type\":\"ok\"");
            }
        }
    }

    /** What has been measured since this was asked for the last time. */
    Percentiles times() {
        long[] now = times.stream().mapToLong(Long::longValue).toArray();
        for (int i = 0; i < now.length; i++) {
            times.remove();
        }
        return Percentiles.of(java.util.Arrays.stream(now));
    }

    long heard() {
        return heard.get();
    }

    /** How often one of them was cut off. */
    long cut() {
        return pairs.cut() + asker.cut();
    }

    /** What none of them should have seen. */
    List<String> surprises() {
        return Stream.concat(asker.surprises().stream(), pairs.surprises().stream()).toList();
    }

    @Override
    public void close() {
        asker.close();
        pairs.close();
    }
}
