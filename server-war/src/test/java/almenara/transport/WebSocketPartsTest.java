package almenara.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;

import almenara.dialects.JsonLimits;
import almenara.dialects.YWebrtc;
import jakarta.websocket.CloseReason;
import jakarta.websocket.RemoteEndpoint;
import jakarta.websocket.SendHandler;
import jakarta.websocket.SendResult;
import jakarta.websocket.Session;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Messages that the container hands over in parts. */
class WebSocketPartsTest extends ForeignTalkFixture {

    private static final String PING = "{\"type\":\"ping\"}";
    private static final String PONG = "{\"type\":\"pong\"}";

    private final WebSocketConnection connection;

    private WebSocketPartsTest() {
        mount = mount(new YWebrtc(new JsonLimits(8), 100), 2 * LIMITS.message());
        connection = new WebSocketConnection(socket(), "parts", common(LIMITS), this::talk);
    }

    private Session socket() {
        return (Session) Proxy.newProxyInstance(Session.class.getClassLoader(), new Class<?>[] {Session.class}, (session, method, given) -> switch (method.getName()) {
            case "getAsyncRemote" -> Proxy.newProxyInstance(Session.class.getClassLoader(), new Class<?>[] {RemoteEndpoint.Async.class}, (remote, sends, what) -> sent((String) what[0], (SendHandler) what[1]));
            case "close" -> closed.add(((CloseReason) given[0]).getCloseCode().getCode());
            default -> throw new AssertionError(method);
        });
    }

    private Object sent(String text, SendHandler done) {
        written.add(text);
        done.onResult(new SendResult());
        return null;
    }

    private void text(String... parts) {
        for (int part = 0; part < parts.length; part++) {
            connection.part(parts[part], part == parts.length - 1);
        }
        run();
    }

    @Test
    void aMessageIsHeardOnceItIsWholeHoweverItComes() {
        text(PING);
        text(PING.substring(0, 3), PING.substring(3, 7), PING.substring(7));
        text(PING, "");
        assertEquals(List.of(PONG, PONG, PONG), written);
    }

    @Test
    void bytesAreTextWhereTheProtocolTakesThem() {
        byte[] ping = PING.getBytes(StandardCharsets.UTF_8);
        connection.part(ByteBuffer.wrap(ping, 0, 4), false);
        connection.part(ByteBuffer.wrap(ping, 4, ping.length - 4), true);
        connection.part(ByteBuffer.wrap(ping), true);
        run();
        assertEquals(List.of(PONG, PONG), written);
    }

    @Test
    void aMessageHasAsManyBytesAsTheLimitSaysInAllItsPartsAndNotOneMore() {
        String blanks = " ".repeat(LIMITS.message() - PING.length());
        text(PING, blanks);
        assertEquals(List.of(PONG), written);
        text(PING, blanks, " ");
        assertEquals(List.of(1009), closed);
        assertEquals(List.of(PONG), written);
    }
}
