package almenara.dialects;

import almenara.messages.Request;
import java.util.Map;

/** Where a conversation leads: to the core, and back to the client. */
public interface Way {

    /** Has the core carry out the command, on this thread. What comes of it is {@link Conversation#told}. */
    void ask(Request request);

    /** What the URL's path has below that of the dialect, without a slash at either end. */
    String below();

    /** The room into which the next one goes who comes to that lobby. */
    String gathering(String lobby);

    /** The peer that the client is in the room; empty while it is nobody there. */
    String seat(String room);

    /** Those who are connected to the room, anywhere in the cluster, each with what it is called. */
    Map<String, String> names(String room);

    /** True when somebody hears what is said in the room from now on. */
    boolean isHeard(String room);

    /** Counts so many frames more that the client's address has said; false when it has said too much already. */
    boolean spends(int frames);

    /** Runs the step in the connection's turn whenever somebody may have come into the room; until what is returned is run. */
    Runnable watch(String room, Runnable step);

    /** Runs the step in the connection's turn, after what the client has said by now. */
    void later(Runnable step);

    /** Sends the client a frame. */
    void say(String frame);

    /** Closes the connection, after what was said before. */
    void close();
}
