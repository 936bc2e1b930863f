package floor;

import jakarta.websocket.Endpoint;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerApplicationConfig;
import jakarta.websocket.server.ServerEndpointConfig;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The least that rooms over Jakarta WebSocket can cost: whatever a member sends goes to all of its room, named by the path, and nothing is read, bounded or checked. */
public final class Floor implements ServerApplicationConfig {

    @Override
    public Set<ServerEndpointConfig> getEndpointConfigs(Set<Class<? extends Endpoint>> found) {
        return Set.of(ServerEndpointConfig.Builder.create(Member.class, "/{room}").configurator(new Rooms()).build());
    }

    @Override
    public Set<Class<?>> getAnnotatedEndpointClasses(Set<Class<?>> found) {
        return Set.of();
    }

    private static final class Rooms extends ServerEndpointConfig.Configurator {

        private final Map<String, List<Session>> rooms = new ConcurrentHashMap<>();

        @Override
        public <T> T getEndpointInstance(Class<T> type) {
            return type.cast(new Member(rooms));
        }
    }
}
