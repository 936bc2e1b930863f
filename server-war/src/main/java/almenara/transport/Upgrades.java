package almenara.transport;

import almenara.messages.Refusal;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.websocket.DeploymentException;
import jakarta.websocket.Extension;
import jakarta.websocket.server.ServerContainer;
import jakarta.websocket.server.ServerEndpointConfig;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

/** Turns a request into a WebSocket, with an endpoint made for it (Jakarta WebSocket 2.1, section 6.4.1): so one servlet sees every request of its path. */
record Upgrades(Shared shared, Supplier<String> names) {

    /** {@code path} is the template of the URL, {@code talks} makes what is said over the connection. */
    void upgrade(HttpServletRequest request, HttpServletResponse response, String path, Function<Connection, Talk> talks) throws ServletException, IOException {
        ServerContainer container = (ServerContainer) request.getServletContext().getAttribute(ServerContainer.class.getName());
        shared.connections().checkPlace();
        ServerEndpointConfig config = ServerEndpointConfig.Builder.create(WebSocketEndpoint.class, path)
                .configurator(new Made(new WebSocketEndpoint(names.get(), shared, talks))).build();
        try {
            container.upgradeHttpToWebSocket(request, response, config, Map.of());
        } catch (DeploymentException e) {
            throw new ServletException("the upgrade failed", e);
        }
        if (response.getStatus() == HttpServletResponse.SC_OK) {
            // the container leaves a handshake that it does not understand to itself
            response.setHeader("Sec-WebSocket-Version", "13");
            throw new Refusal(Refusal.Code.BAD_MESSAGE, "this is no WebSocket handshake of version 13");
        }
    }

    /**
     * Gives the container the endpoint that was made, and refuses every extension: an inflated message would escape its bound. What is not answered here, the API
     * asks the container's own configurator, for which it looks through all jars at every handshake.
     */
    private static final class Made extends ServerEndpointConfig.Configurator {
        private final WebSocketEndpoint endpoint;

        Made(WebSocketEndpoint endpoint) {
            this.endpoint = endpoint;
        }

        @Override
        public <T> T getEndpointInstance(Class<T> type) {
            return type.cast(endpoint);
        }

        @Override
        public boolean checkOrigin(String origin) {
            return true;
        }

        @Override
        public String getNegotiatedSubprotocol(List<String> supported, List<String> requested) {
            return "";
        }

        @Override
        public List<Extension> getNegotiatedExtensions(List<Extension> installed, List<Extension> requested) {
            return List.of();
        }
    }
}
