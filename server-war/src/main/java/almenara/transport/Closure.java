package almenara.transport;

import jakarta.websocket.CloseReason;
import jakarta.websocket.Session;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/** Ends WebSockets in order, and those of clients that do not answer as well (RFC 6455, section 7.1.1). */
final class Closure {

    private static final System.Logger LOG = System.getLogger(Closure.class.getName());
    private static final String FORCE = "forceClose";

    private Closure() {
    }

    /** Closes the socket, and cuts it off when the client has not answered after that time. */
    static void close(Session socket, CloseReason reason, Duration patience, Executor executor) {
        try {
            socket.close(reason);
        } catch (IOException | RuntimeException e) {
            // the peer was faster
        }
        CompletableFuture.delayedExecutor(patience.toMillis(), TimeUnit.MILLISECONDS, executor).execute(() -> cut(socket));
    }

    /** A client need not answer the closing frame, and Undertow waits for its word for ever (2.3); Jakarta's API has no call for an end without it. */
    private static void cut(Session socket) {
        try {
            socket.getClass().getMethod(FORCE).invoke(socket);
        } catch (ReflectiveOperationException e) {
            LOG.log(System.Logger.Level.DEBUG, "the container ends connections by itself: {0}", e.getMessage());
        }
    }
}
