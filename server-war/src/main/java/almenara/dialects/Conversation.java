package almenara.dialects;

import almenara.messages.Reply;
import java.util.List;

/** One connection of a foreign client: what it has said so far, and what follows from that. */
public interface Conversation {

    /** The connection is there. */
    default void opened() {
        // most clients speak first
    }

    /** Takes a frame, after those before. Throws a {@link almenara.messages.Refusal} for what is no frame of the protocol at all. */
    void heard(String frame);

    /** The frames that tell the client of it. From any thread, but for one room in its order; it asks for nothing. */
    List<String> told(Reply reply);

    /** A second has gone by. In the connection's turn, as frames are. */
    default void tick() {
        // most know no time
    }

    /** The connection has gone; nothing is heard, told or asked any more. */
    default void ended() {
        // most hold on to nothing
    }
}
