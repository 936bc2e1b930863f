package load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** The one thread's round: reads what has come, writes what is to go. */
final class Loop {

    private static final int BUFFER = 1 << 18;

    private final Selector selector;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);
    private final Consumer<String> trouble;
    private List<Peer> writers = new ArrayList<>();
    private List<Peer> others = new ArrayList<>();

    /** What goes wrong with a connection is told. */
    Loop(Consumer<String> trouble) throws IOException {
        this.trouble = trouble;
        selector = Selector.open();
    }

    SelectionKey register(SocketChannel channel, Peer peer) throws ClosedChannelException {
        return channel.register(selector, SelectionKey.OP_CONNECT, peer);
    }

    void hasToWrite(Peer peer) {
        writers.add(peer);
    }

    /** One round, which waits so many milliseconds at most; 0: not at all. */
    void round(long millis) {
        try {
            flush();
            if (millis > 0) {
                selector.select(this::ready, millis);
            } else {
                selector.selectNow(this::ready);
            }
            flush();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private void flush() {
        List<Peer> now = writers;
        writers = others;
        for (Peer peer : now) {
            guarded(peer, peer::flush);
        }
        now.clear();
        others = now;
    }

    private void ready(SelectionKey key) {
        Peer peer = (Peer) key.attachment();
        guarded(peer, () -> {
            if (key.isConnectable()) {
                peer.connected();
            }
            if (key.isValid() && key.isWritable()) {
                peer.flush();
            }
            if (key.isValid() && key.isReadable()) {
                peer.read(buffer);
            }
        });
    }

    private void guarded(Peer peer, Step step) {
        try {
            step.take();
        } catch (IOException broken) {
            trouble.accept("connection " + peer.number + ": " + broken.getMessage());
            peer.close();
        }
    }

    private interface Step {
        void take() throws IOException;
    }
}
