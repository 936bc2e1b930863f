package almenara.transport;

import almenara.messages.Refusal;
import jakarta.websocket.CloseReason;
import jakarta.websocket.PongMessage;
import jakarta.websocket.Session;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;

/** A connection over WebSocket (RFC 6455). */
final class WebSocketConnection extends Connection {

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final Session socket;
    /** What has come of a message in parts. It takes nothing while there is none: most messages come whole, and most connections are idle. */
    private final StringBuilder text = new StringBuilder(0);
    private ByteArrayOutputStream binary = new ByteArrayOutputStream(0);
    private long bytes;
    private boolean skipping;
    private volatile long pinged = System.nanoTime();
    private volatile boolean awaited;

    WebSocketConnection(Session socket, String name, Shared shared, Function<Connection, Talk> talks) {
        super(name, shared, talks);
        this.socket = socket;
    }

    /**
     * A part of a text message. The container does not enforce its maximum size on asynchronous reads (Undertow 2.3), so the bytes are counted here.
     */
    void part(String part, boolean isLast) {
        if (skipping) {
            return;
        }
        bytes += Utf8.length(part);
        if (bytes > shared().limits().message()) {
            skipping = true;
            text.setLength(0);
            text.trimToSize();
            refuse(new Refusal(Refusal.Code.TOO_LARGE, "a message has at most " + shared().limits().message() + " bytes"));
            close(Closing.TOO_LARGE);
            return;
        }
        if (isLast) {
            bytes = 0;
            received(text.isEmpty() ? part : ending(part));
        } else {
            text.append(part);
        }
    }

    private String ending(String part) {
        String frame = text.append(part).toString();
        text.setLength(0);
        text.trimToSize();
        return frame;
    }

    /** A part of a binary message: where it is none of the client's protocol, it is refused once it is whole, without being kept. */
    void part(ByteBuffer part, boolean isLast) {
        bytes += part.remaining();
        if (bytes > shared().limits().message()) {
            close(Closing.TOO_LARGE);
            return;
        }
        if (talk().takesBytes()) {
            byte[] more = new byte[part.remaining()];
            part.get(more);
            binary.writeBytes(more);
        }
        if (isLast) {
            bytes = 0;
            whole();
        }
    }

    private void whole() {
        if (talk().takesBytes()) {
            String frame = binary.toString(StandardCharsets.UTF_8);
            binary = new ByteArrayOutputStream(0);
            received(frame);
        } else {
            refuse(new Refusal(Refusal.Code.BAD_MESSAGE, "a message is text"));
        }
    }

    void pong(PongMessage pong) {
        awaited = false;
    }

    @Override
    void write(String text, Runnable sent) {
        socket.getAsyncRemote().sendText(text, result -> {
            if (result.isOK()) {
                sent.run();
            } else {
                close(Closing.GOING_AWAY);
                end();
            }
        });
    }

    /** The container writes all frames that it has been given by one call to the system. */
    @Override
    SendQueue.Bounds bounds(TransportLimits.Queue waiting) {
        return SendQueue.Bounds.fewAtOnce(waiting);
    }

    @Override
    boolean canSayAgain() {
        return true;
    }

    @Override
    void tick(long now) {
        if (awaited && now - pinged > shared().limits().times().pong().toNanos()) {
            shutNow(Closing.SILENT);
            return;
        }
        if (!awaited && now - pinged > shared().limits().times().ping().toNanos()) {
            pinged = now;
            awaited = true;
            try {
                socket.getAsyncRemote().sendPing(NOTHING.duplicate());
            } catch (IOException | RuntimeException e) {
                end();
            }
        }
    }

    @Override
    void shut(Closing why) {
        CloseReason reason = new CloseReason(CloseReason.CloseCodes.getCloseCode(why.code()), why.name().toLowerCase(java.util.Locale.ROOT));
        Closure.close(socket, reason, shared().limits().times().pong(), shared().executor());
    }
}
