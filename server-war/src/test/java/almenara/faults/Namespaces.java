package almenara.faults;

import java.util.List;
import java.util.stream.IntStream;

/**
 * A network namespace for each node, with one link to the clients and one to the other nodes. Takes root and iproute2.
 *
 * <pre>
 *   clients 198.51.100.1 == alm-clients ==+-- almenara-fault0 198.51.100.11   192.0.2.11 --+== alm-nodes
 *                                         +-- almenara-fault1 198.51.100.12   192.0.2.12 --+
 *                                         +-- almenara-fault2 198.51.100.13   192.0.2.13 --+
 * </pre>
 */
final class Namespaces implements Network {

    private static final String CLIENTS = "alm-clients";
    private static final String NODES = "alm-nodes";
    private static final String OUTER = "198.51.100.";
    private static final String INNER = "192.0.2.";
    private static final int FIRST = 11;
    private static final int MOST = 3;

    private final int count;

    private Namespaces(int count) {
        this.count = count;
    }

    /** Networks for so many nodes; those on loopback where the machine does not let us make any, which is said loudly. */
    static Network of(int count) {
        Namespaces made = new Namespaces(count);
        made.close();
        String fault = Shell.fault(List.of("ip", "netns", "add", name(0)));
        if (!fault.isEmpty()) {
            System.err.println("\n*** no network namespaces: links between nodes stay as they are (" + fault + ")\n");
            return new Loopback();
        }
        made.build();
        return made;
    }

    private void build() {
        for (String bridge : List.of(CLIENTS, NODES)) {
            Shell.run("ip link add " + bridge + " type bridge");
            Shell.run("ip link set " + bridge + " up");
        }
        Shell.run("ip address add " + OUTER + "1/24 dev " + CLIENTS);
        for (int node = 0; node < count; node++) {
            if (node > 0) {
                Shell.run("ip netns add " + name(node));
            }
            Shell.run("ip -n " + name(node) + " link set lo up");
            connect(node, CLIENTS, host(node));
            connect(node, NODES, inner(node));
        }
    }

    /** A cable between the node and a bridge; its end here has the name of the bridge and the number of the node. */
    private void connect(int node, String bridge, String address) {
        Shell.run("ip link add " + bridge + node + " type veth peer name " + bridge + " netns " + name(node));
        Shell.run("ip link set " + bridge + node + " master " + bridge + " up");
        Shell.run("ip -n " + name(node) + " address add " + address + "/24 dev " + bridge);
        Shell.run("ip -n " + name(node) + " link set " + bridge + " up");
    }

    private static String name(int node) {
        return "almenara-fault" + node;
    }

    @Override
    public List<String> at(int node) {
        return List.of("ip", "netns", "exec", name(node));
    }

    @Override
    public String host(int node) {
        return OUTER + (FIRST + node);
    }

    @Override
    public String inner(int node) {
        return INNER + (FIRST + node);
    }

    @Override
    public int offset(int node) {
        return 0;
    }

    @Override
    public void cut(int node) {
        Shell.run("ip link set " + NODES + node + " down");
    }

    @Override
    public void mend(int node) {
        Shell.run("ip link set " + NODES + node + " up");
    }

    @Override
    public boolean canCut() {
        return true;
    }

    /** Also what an earlier run has left. */
    @Override
    public void close() {
        for (String bridge : List.of(CLIENTS, NODES)) {
            // The kernel takes its time with the links of a namespace that is gone.
            IntStream.range(0, MOST).forEach(node -> Shell.fault(List.of("ip", "link", "delete", bridge + node)));
            Shell.fault(List.of("ip", "link", "delete", bridge));
        }
        IntStream.range(0, MOST).forEach(node -> Shell.fault(List.of("ip", "netns", "delete", name(node))));
    }
}
