package almenara.dialects;

import almenara.messages.Reply;
import jakarta.json.JsonValue;
import java.util.List;

/** What is said over a connection of Socket.IO: an application's events, by their names, without the packets that carry them. */
interface Events {

    /** The client has said this; {@code argument} is the first, JSON's null where there is none. Throws a {@link almenara.messages.Refusal} for what makes no sense. */
    void heard(String event, JsonValue argument);

    /** The client has disconnected, and may connect again over the same connection. */
    void left();

    /** The frames that tell the client of it, see {@link Conversation#told}. */
    List<String> told(Reply reply);

    /** A second has gone by. */
    void tick();
}
