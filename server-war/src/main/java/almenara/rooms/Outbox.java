package almenara.rooms;

import almenara.messages.Event;

/** The way to one connection, for one of its rooms. Both calls return at once; what they cannot pass on they end. */
public interface Outbox {

    /** Why a connection loses its seat. */
    enum Ending {
        /** The session goes on in another connection. */
        REPLACED,
        /** This node lost the session: the client has to come back, here or elsewhere. */
        MOVED,
        /** The peer left by another way. */
        LEFT
    }

    /** The name of the connection, unlike that of any other in the cluster. */
    String connection();

    void deliver(Event event);

    void end(Ending why);
}
