package almenara.faults;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

/** A proxy in front of each node. */
final class Ways implements AutoCloseable {

    private final List<FaultProxy> all = new ArrayList<>();

    Ways(List<InetSocketAddress> nodes) throws IOException {
        for (InetSocketAddress node : nodes) {
            all.add(new FaultProxy(node));
        }
    }

    List<FaultProxy> all() {
        return all;
    }

    /** From now on all of them are like that. */
    void set(Conditions conditions) {
        all.forEach(way -> way.set(conditions));
    }

    List<InetSocketAddress> addresses() {
        return all.stream().map(FaultProxy::address).toList();
    }

    @Override
    public void close() throws IOException {
        for (FaultProxy way : all) {
            way.close();
        }
    }
}
