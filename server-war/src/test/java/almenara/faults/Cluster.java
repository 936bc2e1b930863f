package almenara.faults;

import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Real nodes in processes and networks of their own. */
final class Cluster implements AutoCloseable {

    private static final int JGROUPS = 7600;
    private static final int MAJORITY = 3;

    private final Network network;
    private final List<Node> nodes;
    private final WallClock clock = new WallClock(Node.BASES.resolve("clock"));

    private Cluster(Network network, int size) {
        this.network = network;
        Map<String, String> environment = new HashMap<>(Map.of("ALMENARA_CLUSTER", "almenara-faults", "ALMENARA_HOSTS", IntStream.range(0, size)
                .mapToObj(node -> network.inner(node) + '[' + (JGROUPS + network.offset(node)) + ']').collect(Collectors.joining(","))));
        if (size < MAJORITY) {
            environment.putAll(Map.of("ALMENARA_WHEN_SPLIT", "ALLOW_READ_WRITES", "ALMENARA_MERGE_POLICY", "PREFERRED_NON_NULL"));
        }
        Map<String, String> timed = new HashMap<>(environment);
        timed.putAll(clock.environment());
        nodes = IntStream.range(0, size).mapToObj(node -> new Node(node, network, node == size - 1 ? timed : environment)).toList();
    }

    static Cluster start(int size) {
        Cluster cluster = new Cluster(Namespaces.of(size), size);
        // Also when the tests are ended from outside.
        Runtime.getRuntime().addShutdownHook(new Thread(cluster::close));
        cluster.mend();
        return cluster;
    }

    Network network() {
        return network;
    }

    /** That of the last node. */
    WallClock clock() {
        return clock;
    }

    List<Node> nodes() {
        return nodes;
    }

    Node node(int number) {
        return nodes.get(number);
    }

    List<InetSocketAddress> addresses() {
        return nodes.stream().map(Node::address).toList();
    }

    /** Starts what is not alive, one after the other, and waits until all have found each other. */
    void mend() {
        for (Node node : nodes) {
            if (!node.isAlive()) {
                node.start();
                node.awaitCluster((int) nodes.stream().filter(Node::isAlive).count());
            }
        }
        awaitWhole();
    }

    void awaitWhole() {
        nodes.forEach(node -> node.awaitCluster(nodes.size()));
    }

    @Override
    public void close() {
        nodes.stream().filter(Node::isAlive).forEach(Node::kill);
        network.close();
    }
}
