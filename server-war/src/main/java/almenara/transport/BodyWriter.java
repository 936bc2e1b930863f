package almenara.transport;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Writes one answer's body without a thread waiting for whoever reads it: a client that takes a byte now and then would otherwise hold a thread and the body for
 * ever. It has ended once, when all is written, when that fails, or when the time is over.
 */
final class BodyWriter implements WriteListener {

    private static final int PART = 16_384;

    private final Runnable end;
    private final AtomicBoolean ended = new AtomicBoolean();
    private volatile byte[] body;
    private ServletOutputStream out;
    private int written;

    BodyWriter(byte[] body, Runnable end) {
        this.body = body;
        this.end = end;
    }

    void start(ServletOutputStream stream) {
        out = stream;
        out.setWriteListener(this);
    }

    @Override
    public synchronized void onWritePossible() throws IOException {
        byte[] all = body;
        while (!ended.get() && out.isReady()) {
            if (written == all.length) {
                finish();
                return;
            }
            int length = Math.min(PART, all.length - written);
            out.write(all, written, length);
            written += length;
        }
    }

    @Override
    public void onError(Throwable fault) {
        finish();
    }

    /** Nothing is written any more; whoever measures the time holds this for longer, but not the body. */
    void finish() {
        if (ended.compareAndSet(false, true)) {
            body = new byte[0];
            end.run();
        }
    }
}
