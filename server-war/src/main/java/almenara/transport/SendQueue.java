package almenara.transport;

import almenara.signaling.Tally;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/**
 * What waits for one client: bounded, and handed over in order, a few at a time. An asynchronous send on Undertow never refuses and queues without bound, and
 * thousands of pending frames burn an I/O thread; so few are on their way, as many as go out by one call to the system.
 */
final class SendQueue {

    /** Hands one text to the socket, and runs {@code sent} when it has gone out. */
    interface Writer {
        void write(String text, Runnable sent);
    }

    /** What has been in the queue since when, in nanoseconds. */
    private record Waiting(String text, int bytes, long since) {
    }

    /** What may wait, how many texts may be on their way at once, and how many bytes where it is more than one text. */
    record Bounds(TransportLimits.Queue waiting, int texts, int bytes) {

        private static final int FEW = 16;
        private static final int FEW_BYTES = 1 << 14;

        /** The next text goes when the last has gone out. */
        static Bounds oneByOne(TransportLimits.Queue waiting) {
            return new Bounds(waiting, 1, 0);
        }

        /** About as much is on its way as a socket takes at once. */
        static Bounds fewAtOnce(TransportLimits.Queue waiting) {
            return new Bounds(waiting, FEW, FEW_BYTES);
        }
    }

    private final Bounds bounds;
    private final Writer writer;
    private final Tally tally;
    private final LongAdder sent;
    private final Deque<Waiting> waiting = new ArrayDeque<>();
    private final AtomicInteger rounds = new AtomicInteger();
    private int bytes;
    private int underWay;
    private int bytesUnderWay;
    private boolean pausing;
    private Optional<Runnable> last = Optional.empty();
    private boolean closed;

    /** {@code sent} counts the bytes that are handed over. */
    SendQueue(Bounds bounds, Writer writer, Tally tally, LongAdder sent) {
        this.bounds = bounds;
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
            if (waiting.size() >= bounds.waiting().messages() || bytes + size > bounds.waiting().bytes()) {
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
        pausing = true;
    }

    void resume() {
        synchronized (this) {
            pausing = false;
        }
        pump();
    }

    /** A writer may call back at once, on this thread: rounds are counted instead of nested. */
    private void pump() {
        if (rounds.getAndIncrement() == 0) {
            do {
                for (Optional<Runnable> next = next(); next.isPresent(); next = next()) {
                    next.get().run();
                }
            } while (rounds.decrementAndGet() > 0);
        }
    }

    private synchronized Optional<Runnable> next() {
        if (pausing) {
            return Optional.empty();
        }
        if (waiting.isEmpty()) {
            Optional<Runnable> end = underWay > 0 ? Optional.empty() : last;
            last = end.isPresent() ? Optional.empty() : last;
            return end;
        }
        return mayGo(waiting.element()) ? Optional.of(handOver(waiting.remove())) : Optional.empty();
    }

    private boolean mayGo(Waiting first) {
        return underWay == 0 || underWay < bounds.texts() && bytesUnderWay + first.bytes() <= bounds.bytes();
    }

    private Runnable handOver(Waiting first) {
        bytes -= first.bytes();
        underWay++;
        bytesUnderWay += first.bytes();
        return () -> {
            sent.add(first.bytes());
            tally.delivered(System.nanoTime() - first.since());
            writer.write(first.text(), () -> gone(first));
        };
    }

    private void gone(Waiting text) {
        synchronized (this) {
            underWay--;
            bytesUnderWay -= text.bytes();
        }
        pump();
    }
}
