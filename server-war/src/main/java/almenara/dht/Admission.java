package almenara.dht;

import java.net.InetSocketAddress;
import java.util.function.BooleanSupplier;

/** The port to what limits answers. */
public interface Admission {

    /** Whether that address may have another answer; {@code known}: a node of the table is there. */
    boolean admits(InetSocketAddress from, BooleanSupplier known);
}
