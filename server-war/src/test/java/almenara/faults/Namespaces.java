package almenara.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A network namespace for each node, with one link to the clients and one to the other nodes. Takes root and iproute2. Everything has the number of this process in its
 * name, and the network of the clients is one that nobody else on this machine has, so that runs do not disturb each other.
 *
 * <pre>
 *   clients 198.18.N.1 == alm7c ==+-- alm7-0 198.18.N.11   192.0.2.11 --+== alm7n
 *                                 +-- alm7-1 198.18.N.12   192.0.2.12 --+
 *                                 +-- alm7-2 198.18.N.13   192.0.2.13 --+
 * </pre>
 */
final class Namespaces implements Network {

    private static final String OURS = "alm";
    private static final Pattern NAME = Pattern.compile(OURS + "(\\d+)(-\\d|[cn])");
    private static final Path SPACES = Path.of("/run/netns");
    private static final Path LINKS = Path.of("/sys/class/net");
    private static final String RUN = OURS + ProcessHandle.current().pid();
    private static final String CLIENTS = RUN + "c";
    private static final String NODES = RUN + "n";
    private static final String INNER = "192.0.2.";
    private static final int NETWORKS = 256;
    private static final int FIRST = 11;

    private final int count;
    private String outer = "";

    private Namespaces(int count) {
        this.count = count;
    }

    /** Networks for so many nodes; those on loopback where the machine does not let us make any, which is said loudly. */
    static Network of(int count) {
        clean();
        Namespaces made = new Namespaces(count);
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
        outer = claim();
        Shell.run("ip address add " + outer + "1/24 dev " + CLIENTS + " noprefixroute");
        for (int node = 0; node < count; node++) {
            if (node > 0) {
                Shell.run("ip netns add " + name(node));
            }
            Shell.run("ip -n " + name(node) + " link set lo up");
            connect(node, CLIENTS, host(node));
            connect(node, NODES, inner(node));
        }
    }

    /** A network that nobody has a route to: the second who wants to add one is refused. */
    private static String claim() {
        return IntStream.range(0, NETWORKS).mapToObj(number -> "198.18." + number + '.')
                .filter(network -> Shell.fault(List.of("ip", "route", "add", network + "0/24", "dev", CLIENTS)).isEmpty()).findFirst().orElseThrow();
    }

    /** A cable between the node and a bridge; its end here has the name of the bridge and the number of the node. */
    private void connect(int node, String bridge, String address) {
        Shell.run("ip link add " + bridge + node + " type veth peer name " + bridge + " netns " + name(node));
        Shell.run("ip link set " + bridge + node + " master " + bridge + " up");
        Shell.run("ip -n " + name(node) + " address add " + address + "/24 dev " + bridge);
        Shell.run("ip -n " + name(node) + " link set " + bridge + " up");
    }

    private static String name(int node) {
        return RUN + '-' + node;
    }

    @Override
    public List<String> at(int node) {
        return List.of("ip", "netns", "exec", name(node));
    }

    @Override
    public String host(int node) {
        return outer + (FIRST + node);
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

    @Override
    public void close() {
        for (String bridge : List.of(CLIENTS, NODES)) {
            // The kernel takes its time with the links of a namespace that is gone.
            IntStream.range(0, count).forEach(node -> Shell.fault(List.of("ip", "link", "delete", bridge + node)));
            Shell.fault(List.of("ip", "link", "delete", bridge));
        }
        IntStream.range(0, count).forEach(node -> Shell.fault(List.of("ip", "netns", "delete", name(node))));
    }

    /** Takes away what runs have left that were killed. */
    private static void clean() {
        abandoned(LINKS).forEach(name -> Shell.fault(List.of("ip", "link", "delete", name)));
        abandoned(SPACES).forEach(name -> Shell.fault(List.of("ip", "netns", "delete", name)));
    }

    /** What is named there as ours are, by a process that is no more. */
    private static List<String> abandoned(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(folder)) {
            return all.map(each -> each.getFileName().toString()).filter(Namespaces::isAbandoned).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isAbandoned(String name) {
        Matcher matcher = NAME.matcher(name);
        return matcher.matches() && ProcessHandle.of(Long.parseLong(matcher.group(1))).filter(ProcessHandle::isAlive).isEmpty();
    }
}
