package almenara.faults;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** One direction of a connection through the proxy: a thread that reads, and one that writes when it is time. */
final class Pipe {

    private static final int PIECE = 4096;
    private static final int ON_THE_WAY = 64;
    private static final long LOOK = TimeUnit.MILLISECONDS.toNanos(5);

    /** Bytes and when they arrive; no bytes are the end. */
    private record Piece(byte[] bytes, long due) {
    }

    private final Socket from;
    private final Socket to;
    private final Supplier<Conditions> conditions;
    private final BlockingQueue<Piece> pieces = new ArrayBlockingQueue<>(ON_THE_WAY);

    /** What becomes of a pipe: it has carried everything and its end, or it could not. */
    interface Fate {

        void ended();

        void broken();
    }

    private Pipe(Socket from, Socket to, Supplier<Conditions> conditions) {
        this.from = from;
        this.to = to;
        this.conditions = conditions;
    }

    /** Carries what comes from one to the other until it ends. */
    static void lay(Socket from, Socket to, Supplier<Conditions> conditions, Fate fate) {
        Pipe pipe = new Pipe(from, to, conditions);
        Thread.startVirtualThread(() -> pipe.guard(pipe::read, fate));
        Thread.startVirtualThread(() -> pipe.guard(() -> {
            pipe.write();
            fate.ended();
        }, fate));
    }

    @FunctionalInterface
    private interface Work {
        void run() throws IOException, InterruptedException;
    }

    private void guard(Work work, Fate fate) {
        try {
            work.run();
        } catch (IOException e) {
            fate.broken();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void read() throws IOException, InterruptedException {
        Pace pace = new Pace(ThreadLocalRandom.current());
        InputStream in = from.getInputStream();
        byte[] piece = new byte[PIECE];
        int length;
        do {
            length = in.read(piece);
            byte[] bytes = Arrays.copyOf(piece, Math.max(0, length));
            pieces.put(new Piece(bytes, pace.due(System.nanoTime(), bytes.length, conditions.get())));
        } while (length >= 0);
    }

    private void write() throws IOException, InterruptedException {
        for (Piece piece = pieces.take(); piece.bytes().length > 0; piece = pieces.take()) {
            await(piece.due());
            pass(piece.bytes());
        }
        await(System.nanoTime());
        if (!to.isOutputShutdown()) {
            to.shutdownOutput();
        }
    }

    /** The way may have been ended just now; that the connection is broken is noticed by the pipe that reads from there. */
    private void pass(byte[] bytes) {
        try {
            if (!to.isOutputShutdown()) {
                to.getOutputStream().write(bytes);
            }
        } catch (IOException ended) {
            // nobody hears it
        }
    }

    private void await(long due) throws IOException {
        for (long left = due - System.nanoTime(); left > 0 || conditions.get().blackHole(); left = due - System.nanoTime()) {
            if (to.isClosed()) {
                throw new IOException("closed");
            }
            LockSupport.parkNanos(Math.max(LOOK, left));
        }
    }
}
