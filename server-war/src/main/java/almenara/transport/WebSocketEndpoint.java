package almenara.transport;

import almenara.messages.Refusal;
import jakarta.websocket.CloseReason;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.MessageHandler;
import jakarta.websocket.PongMessage;
import jakarta.websocket.Session;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.Function;

/** The endpoint of one WebSocket: made for one upgrade, it hands everything on to its connection. */
public final class WebSocketEndpoint extends Endpoint {

    private final String name;
    private final Shared shared;
    private final Function<Connection, Talk> talks;
    private WebSocketConnection connection;

    WebSocketEndpoint(String name, Shared shared, Function<Connection, Talk> talks) {
        this.name = name;
        this.shared = shared;
        this.talks = talks;
    }

    @Override
    public void onOpen(Session socket, EndpointConfig config) {
        socket.setMaxIdleTimeout(0);
        try {
            connection = new WebSocketConnection(socket, name, shared, talks);
        } catch (Refusal refusal) {
            refuse(socket);
            return;
        }
        connection.talk().begin();
        shared.connections().add(connection);
        // classes instead of lambdas: the container reads the type of the message from the class
        socket.addMessageHandler(new Texts());
        socket.addMessageHandler(new Binaries());
        socket.addMessageHandler(new Pongs());
        connection.greet();
    }

    private final class Texts implements MessageHandler.Partial<String> {
        @Override
        public void onMessage(String part, boolean last) {
            connection.part(part, last);
        }
    }

    private final class Binaries implements MessageHandler.Partial<ByteBuffer> {
        @Override
        public void onMessage(ByteBuffer part, boolean last) {
            connection.part(part, last);
        }
    }

    private final class Pongs implements MessageHandler.Whole<PongMessage> {
        @Override
        public void onMessage(PongMessage pong) {
            connection.pong(pong);
        }
    }

    @Override
    public void onClose(Session socket, CloseReason reason) {
        if (connection != null) {
            connection.end();
        }
    }

    @Override
    public void onError(Session socket, Throwable fault) {
        if (connection != null && !(fault instanceof IOException)) {
            connection.fail(fault);
        }
    }

    private void refuse(Session socket) {
        int code = almenara.signaling.Channel.Closing.CANNOT_SERVE.code();
        CloseReason reason = new CloseReason(CloseReason.CloseCodes.getCloseCode(code), "go to another node");
        Closure.close(socket, reason, shared.limits().times().pong(), shared.executor());
    }
}
