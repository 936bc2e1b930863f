package almenara.transport;

import almenara.messages.Batch;
import almenara.messages.Event;
import almenara.messages.Reply;
import almenara.signaling.Session.Origin;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A connection over server-sent events (WHATWG HTML, section 9.2), on an asynchronous servlet: nothing blocks, and nothing is handed to the socket before
 * the last has gone out. Lines are made of JSON, which has no line breaks.
 */
final class SseConnection extends Connection implements WriteListener, AsyncListener {

    private static final Duration HEARTBEAT = Duration.ofSeconds(15);

    private final AsyncContext context;
    private final ServletOutputStream out;
    private final AtomicReference<Optional<Runnable>> blocked = new AtomicReference<>(Optional.empty());
    private volatile long beat = System.nanoTime();
    private volatile String epoch = "";
    private volatile String token = "";

    SseConnection(AsyncContext context, String name, Origin origin, Shared shared) throws IOException {
        super(name, shared, connection -> new NativeTalk(connection, origin));
        this.context = context;
        // What lies in the container's own buffer counts as sent, and stays there if the socket (or, with HTTP/2, the frame before) is not done when it is flushed.
        context.getResponse().setBufferSize(1);
        this.out = context.getResponse().getOutputStream();
    }

    void start() {
        queue().pause();
        blocked.set(Optional.of(() -> queue().resume()));
        context.addListener(this);
        out.setWriteListener(this);
    }

    /** Carries out commands that came with the request. */
    void handle(Batch batch) {
        inTurn(() -> ((NativeTalk) talk()).carryOut(batch));
    }

    @Override
    String packed(Reply reply, String frame) {
        if (reply.event() instanceof Event.Joined joined) {
            epoch = joined.at().epoch();
            token = joined.seat().token();
        }
        String id = offset(reply.event()).map(offset -> "id: " + epoch + '.' + offset + '.' + token + '\n').orElse("");
        return id + "data: " + frame + "\n\n";
    }

    private static Optional<Long> offset(Event event) {
        return switch (event) {
            case Event.Joined joined -> Optional.of(joined.at().offset());
            case Event.Logged logged -> Optional.of(logged.offset());
            case Event.Cursor cursor -> Optional.of(cursor.offset());
            default -> Optional.empty();
        };
    }

    @Override
    void write(String text, Runnable sent) {
        try {
            out.write(text.getBytes(StandardCharsets.UTF_8));
            whenReady(() -> flush(sent));
        } catch (IOException | RuntimeException e) {
            onError(e);
        }
    }

    private void flush(Runnable sent) {
        try {
            out.flush();
            whenReady(sent);
        } catch (IOException | RuntimeException e) {
            onError(e);
        }
    }

    /** Runs the step now, or when the container says that the socket takes more. */
    private void whenReady(Runnable step) {
        blocked.set(Optional.of(step));
        if (out.isReady()) {
            goOn();
        }
    }

    @Override
    public void onWritePossible() {
        goOn();
    }

    private void goOn() {
        blocked.getAndSet(Optional.empty()).ifPresent(Runnable::run);
    }

    @Override
    Optional<String> farewell(Closing why) {
        return Optional.of("data: {\"type\":\"closed\",\"code\":" + why.code() + "}\n\n");
    }

    @Override
    boolean canSayAgain() {
        return false;
    }

    @Override
    void tick(long now) {
        if (now - beat > HEARTBEAT.toNanos()) {
            beat = now;
            sendRaw(":\n\n");
        }
    }

    @Override
    void shut(Closing why) {
        try {
            context.complete();
        } catch (IllegalStateException e) {
            // completed already
        }
    }

    @Override
    public void onError(Throwable fault) {
        close(Closing.GOING_AWAY);
        end();
        shut(Closing.GOING_AWAY);
    }

    @Override
    public void onComplete(AsyncEvent event) {
        end();
    }

    @Override
    public void onTimeout(AsyncEvent event) {
        end();
    }

    @Override
    public void onError(AsyncEvent event) {
        end();
    }

    @Override
    public void onStartAsync(AsyncEvent event) {
        // nobody starts it again
    }
}
