package floor;

import jakarta.websocket.CloseReason;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.MessageHandler;
import jakarta.websocket.Session;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** One connection, in one room. It is greeted when it has its seat. */
public final class Member extends Endpoint {

    private final Map<String, List<Session>> rooms;
    private List<Session> room;

    Member(Map<String, List<Session>> rooms) {
        this.rooms = rooms;
    }

    @Override
    public void onOpen(Session session, EndpointConfig config) {
        room = rooms.computeIfAbsent(session.getPathParameters().get("room"), name -> new CopyOnWriteArrayList<>());
        room.add(session);
        session.addMessageHandler(String.class, (MessageHandler.Whole<String>) this::tell);
        session.getAsyncRemote().sendText("welcome");
    }

    private void tell(String text) {
        for (Session member : room) {
            member.getAsyncRemote().sendText(text);
        }
    }

    @Override
    public void onClose(Session session, CloseReason reason) {
        room.remove(session);
    }
}
