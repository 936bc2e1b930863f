package almenara.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;

import almenara.signaling.Channel;
import jakarta.websocket.CloseReason;
import jakarta.websocket.PongMessage;
import jakarta.websocket.RemoteEndpoint;
import jakarta.websocket.Session;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A WebSocket whose client takes nothing, and pongs or does not. */
class WebSocketConnectionTest extends ForeignTalkFixture {

    private static final int ON_THEIR_WAY = 16;
    private static final long SECOND = Duration.ofSeconds(1).toNanos();
    private static final TransportLimits.Times TIMES = new TransportLimits.Times(Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(5), Duration.ofSeconds(1));
    private static final PongMessage PONG = () -> ByteBuffer.allocate(0);

    private final WebSocketConnection stalled = new WebSocketConnection(socket(), "stalled",
            common(new TransportLimits(1000, LIMITS.queue(), 1, 10, TIMES)), this::talk);
    /** Later than the connection was made. */
    private final long start = System.nanoTime() + SECOND;
    private int pings;

    private WebSocketConnectionTest() {
        connections.add(stalled);
        IntStream.range(0, ON_THEIR_WAY).forEach(text -> stalled.sendRaw("what the client does not take"));
        stalled.sendRaw("what waits for that");
    }

    private Session socket() {
        return (Session) Proxy.newProxyInstance(Session.class.getClassLoader(), new Class<?>[] {Session.class}, (session, method, given) -> switch (method.getName()) {
            case "getAsyncRemote" -> Proxy.newProxyInstance(Session.class.getClassLoader(), new Class<?>[] {RemoteEndpoint.Async.class}, (remote, sends, what) -> sent(sends));
            case "close" -> closed.add(((CloseReason) given[0]).getCloseCode().getCode());
            default -> throw new AssertionError(method);
        });
    }

    /** Nothing that is sent ever comes to its end. */
    private Object sent(Method method) {
        switch (method.getName()) {
            case "sendText" -> written.add("begun");
            case "sendPing" -> pings++;
            default -> throw new AssertionError(method);
        }
        return null;
    }

    private void tick(long moment) {
        stalled.check(start + moment);
        run();
    }

    @Test
    void whoNeitherReadsNorPongsIsGoneWhenThePongIsMissing() {
        tick(2 * SECOND);
        assertEquals(1, pings);
        tick(7 * SECOND);
        assertEquals(1, connections.size());
        tick(7 * SECOND + 1);
        assertEquals(List.of(4408), closed);
        assertEquals(0, connections.size());
        assertEquals(0, places.size("y-webrtc"));
        assertEquals(ON_THEIR_WAY, written.size());
    }

    @Test
    void whoIsClosedAndDoesNotReadIsGoneThen() {
        stalled.close(Channel.Closing.DRAINED);
        tick(2 * SECOND);
        assertEquals(List.of(), closed);
        tick(7 * SECOND + 1);
        assertEquals(0, connections.size());
    }

    @Test
    void noOtherPingIsSentWhileAPongIsAwaited() {
        tick(2 * SECOND);
        tick(5 * SECOND);
        assertEquals(1, pings);
        stalled.pong(PONG);
        tick(5 * SECOND);
        assertEquals(2, pings);
        tick(8 * SECOND);
        assertEquals(1, connections.size());
    }
}
