package almenara.transport;

import almenara.messages.Refusal;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Reads one request's body without a thread waiting for it: a client that sends a byte now and then would otherwise hold a worker for ever, and a few of them
 * all workers. What is there when the body ends, or what stands against it, is handed on once.
 */
final class BodyReader implements ReadListener {

    private static final int PART = 4096;

    /** Whoever waits for the body; it answers the request. */
    interface Receiver {
        void received(byte[] body);

        /** More may come of the body, and whoever has the request done with then has a thread wait for it. */
        void refused(Refusal refusal);

        /** Nothing more comes of a body that was refused before. */
        void ended();

        /** Nobody waits for an answer: the container closes the way from the client, and is at work on it yet. The body may have been refused before. */
        void gone();
    }

    private final ServletInputStream in;
    private final int most;
    private final Receiver receiver;
    private volatile ByteArrayOutputStream body = new ByteArrayOutputStream();
    private long length;
    private final AtomicBoolean handedOn = new AtomicBoolean();

    BodyReader(ServletInputStream in, int most, Receiver receiver) {
        this.in = in;
        this.most = most;
        this.receiver = receiver;
    }

    void start() {
        in.setReadListener(this);
    }

    /** The time is over. */
    void giveUp() {
        refuse(new Refusal(Refusal.Code.BAD_MESSAGE, "the body did not come in time"));
    }

    /** Throws when the body was given up: then the container closes the way from the client. */
    @Override
    public void onDataAvailable() throws IOException {
        if (handedOn.get()) {
            throw new IOException("the body was given up");
        }
        byte[] part = new byte[PART];
        while (in.isReady() && !in.isFinished()) {
            int read = in.read(part);
            if (read < 0) {
                return;
            }
            take(part, read);
        }
    }

    /** What is there already of a body that is too large is read as well: the container tells of more, and of the end, only after that. */
    private void take(byte[] part, int read) throws IOException {
        length += read;
        if (length <= most) {
            body.write(part, 0, read);
            return;
        }
        refuse(Bodies.tooLarge(most));
        if (length > 2L * most) {
            throw new IOException("the body is far too large");
        }
    }

    /** The end of a body that was refused before is the end of its request. */
    @Override
    public void onAllDataRead() {
        if (handedOn.compareAndSet(false, true)) {
            receiver.received(body.toByteArray());
        } else {
            end();
        }
    }

    /** After the refusal, which may be under way. */
    private synchronized void end() {
        receiver.ended();
    }

    /** Nothing is kept of it. */
    private synchronized void refuse(Refusal refusal) {
        if (handedOn.compareAndSet(false, true)) {
            body = new ByteArrayOutputStream(0);
            receiver.refused(refusal);
        }
    }

    @Override
    public synchronized void onError(Throwable fault) {
        handedOn.set(true);
        body = new ByteArrayOutputStream(0);
        receiver.gone();
    }
}
