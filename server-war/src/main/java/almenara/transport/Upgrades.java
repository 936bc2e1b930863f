package almenara.transport;

import almenara.messages.Refusal;
import almenara.signaling.Session.Origin;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.websocket.DeploymentException;
import jakarta.websocket.server.ServerContainer;
import jakarta.websocket.server.ServerEndpointConfig;
import java.io.IOException;
import java.util.Map;
import java.util.function.Supplier;

/** Turns a request into a WebSocket, with an endpoint made for it (Jakarta WebSocket 2.1, section 6.4.1): so one servlet sees every request for a room. */
record Upgrades(Shared shared, Supplier<String> names) {

    void upgrade(HttpServletRequest request, HttpServletResponse response, Origin origin) throws ServletException, IOException {
        ServerContainer container = (ServerContainer) request.getServletContext().getAttribute(ServerContainer.class.getName());
        shared.connections().checkPlace();
        ServerEndpointConfig config = ServerEndpointConfig.Builder.create(WebSocketRoom.class, "/room/{id}")
                .configurator(new Made(new WebSocketRoom(names.get(), origin, shared))).build();
        try {
            container.upgradeHttpToWebSocket(request, response, config, Map.of("id", origin.room()));
        } catch (DeploymentException e) {
            throw new ServletException("the upgrade failed", e);
        }
        if (response.getStatus() == HttpServletResponse.SC_OK) {
            // the container leaves a handshake that it does not understand to itself
            response.setHeader("Sec-WebSocket-Version", "13");
            throw new Refusal(Refusal.Code.BAD_MESSAGE, "this is no WebSocket handshake of version 13");
        }
    }

    /** Gives the container the endpoint that was made, and refuses every extension: an inflated message would escape its bound. */
    private static final class Made extends ServerEndpointConfig.Configurator {
        private final WebSocketRoom room;

        Made(WebSocketRoom room) {
            this.room = room;
        }

        @Override
        public <T> T getEndpointInstance(Class<T> type) {
            return type.cast(room);
        }

        @Override
        public boolean checkOrigin(String origin) {
            return true;
        }
    }
}
