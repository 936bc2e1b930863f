package almenara.faults;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.function.Consumer;

/** A client's connection to one node, that of a room. */
interface Line {

    /** The code of a connection that ends without one. */
    int CUT = 1006;

    /** How long a connection may take until it stands, in milliseconds. */
    int OPEN_WITHIN = 4000;

    /** What carries the events of a room to a client, and its commands to the room. */
    @FunctionalInterface
    interface Transport {

        /** Connects and says {@code opening}, a join or a resume; what comes is handed to {@code heard} by {@link Line#listen}, and answers of commands perhaps by other threads. */
        Line open(Target target, JsonObject opening, Consumer<JsonObject> heard) throws IOException;
    }

    /** A room at a node. */
    record Target(InetSocketAddress node, String room) {

        String authority() {
            return node.getHostString() + ':' + node.getPort();
        }
    }

    /** Sends a command, after those that were sent before. */
    void say(JsonObject command) throws IOException;

    /** Reads until the connection ends; gives the code it was closed with. */
    int listen() throws IOException;

    /** Breaks the connection. May be called twice, by any thread. */
    void cut();
}
