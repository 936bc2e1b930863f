package almenara.dht;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.function.Consumer;

/** The port to where a node that knows nobody begins. */
public interface Bootstrap {

    /** Gives the addresses, on the node's thread, when they are known. */
    void addresses(Consumer<List<InetSocketAddress>> then);
}
