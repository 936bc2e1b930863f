package almenara.transport;

import almenara.messages.Reply;
import java.util.List;

/** What a client and this node say to each other over one connection, whatever carries it: what frames ask for, and what frames tell. */
interface Talk {

    /** The connection is there; nothing has been said yet. */
    void begin();

    /** Tells what there is to know of the node, at the start and whenever it has changed. */
    void greet();

    /** Carries out what a frame of the client asks for, in the connection's turn. */
    void heard(String frame);

    /** True when the frame may wait for its turn, where so many do; it is heard then. Else it is not, and the client is told so where that is possible. */
    boolean takes(String frame, int waiting);

    /** The frames that tell the client of it. From any thread. */
    List<String> told(Reply reply);

    /** True where bytes are a frame as much as text is. */
    boolean takesBytes();

    /** True when the client has been nobody anywhere for longer than it may. */
    boolean isIdle(long now);

    /** True when the time has come at which the client, which can't be told to, has to go elsewhere. */
    default boolean hasToGo() {
        return false;
    }

    /** A second has gone by. */
    void tick();

    /** The connection has ended; once, in its turn. */
    void end();
}
