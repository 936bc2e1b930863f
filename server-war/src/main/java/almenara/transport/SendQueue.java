package almenara.transport;

import almenara.signaling.Tally;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/**
 * What waits for one client: bounded, and handed over one at a time, the next when the last has gone out. An asynchronous send on Undertow never refuses and
 * queues without bound, and thousands of pending frames burn an I/O thread; so there is never more than one.
 */
final class SendQueue {

    /** Hands one text to the socket, and runs {@code sent} when it has gone out. */
    interface Writer {
        void write(String text, Runnable sent);
    }

    /** What has been in the queue since when, in nanoseconds. */
    private record Waiting(String text, int bytes, long since) {
    }

    private final TransportLimits.Queue limits;
    private final Writer writer;
    private final Tally tally;
    private final LongAdder sent;
    private final Deque<Waiting> waiting = new ArrayDeque<>();
    private final AtomicInteger rounds = new AtomicInteger();
    private int bytes;
    private boolean sending;
    private Optional<Runnable> last = Optional.empty();
    private boolean closed;

    /** {@code sent} counts the bytes that are handed over. */
    SendQueue(TransportLimits.Queue limits, Writer writer, Tally tally, LongAdder sent) {
        this.limits = limits;
        this.writer = writer;
        this.tally = tally;
        this.sent = sent;
    }

    /** False when the client has too much waiting already: it does not read, and nothing more will be kept for it. */
    boolean offer(String text) {
        int size = Utf8.length(text);
        synchronized (this) {
            if (closed) {
                return true;
            }
            if (waiting.size() >= limits.messages() || bytes + size > limits.bytes()) {
                discard();
                return false;
            }
            waiting.add(new Waiting(text, size, System.nanoTime()));
            bytes += size;
        }
        pump();
        return true;
    }

    /** Runs the action after what waits has gone out; nothing more is taken. */
    void closeAfter(Runnable action) {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            last = Optional.of(action);
        }
        pump();
    }

    /** True when nothing more is taken. */
    synchronized boolean isClosed() {
        return closed;
    }

    /** Drops what waits; nothing more is taken. */
    synchronized void discard() {
        closed = true;
        waiting.clear();
        bytes = 0;
        last = Optional.empty();
    }

    /** Nothing goes out before {@link #resume}. */
    synchronized void pause() {
        sending = true;
    }

    void resume() {
        synchronized (this) {
            sending = false;
        }
        pump();
    }

    /** A writer may call back at once, on this thread: rounds are counted instead of nested. */
    private void pump() {
        if (rounds.getAndIncrement() == 0) {
            do {
                next().run();
            } while (rounds.decrementAndGet() > 0);
        }
    }

    private synchronized Runnable next() {
        if (sending) {
            return () -> { };
        }
        Waiting first = waiting.poll();
        if (first == null) {
            Runnable end = last.orElse(() -> { });
            last = Optional.empty();
            return end;
        }
        bytes -= first.bytes();
        sending = true;
        return () -> {
            sent.add(first.bytes());
            tally.delivered(System.nanoTime() - first.since());
            writer.write(first.text(), this::resume);
        };
    }
}
