package almenara.cluster;

import almenara.tables.Table;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.infinispan.manager.EmbeddedCacheManager;
import org.infinispan.remoting.transport.Address;

/** What the table of the nodes says of every node that runs: {@code {node} -> {start} {address}}. A server that has been started again has another address. */
final class Starts implements Table.Watcher {

    private static final String ALONE = "local";
    private static final char BETWEEN = ' ';

    private final Map<String, String> starts = new ConcurrentHashMap<>();
    private final EmbeddedCacheManager manager;
    private final Runnable more;

    /** Runs {@code more} after nodes have started. */
    Starts(EmbeddedCacheManager manager, Runnable more) {
        this.manager = manager;
        this.more = more;
    }

    /** The name of this node, which it keeps when it is started again. */
    String name() {
        return manager.getAddress() == null ? ALONE : manager.getAddress().toString();
    }

    /** What the table says of this node while this is its start. */
    String entry(String start) {
        return start + BETWEEN + (manager.getAddress() == null ? ALONE : id(manager.getAddress()));
    }

    private static String id(Address address) {
        return address.getNodeUUID().toString();
    }

    /** True when the server at that address runs. */
    boolean runs(Address address) {
        return starts.values().stream().anyMatch(entry -> isAt(entry, address));
    }

    /** True when that start of that node is in the cluster, or when the node is and nothing is known of its start yet. */
    boolean has(String name, String start) {
        List<Address> members = Optional.ofNullable(manager.getMembers()).orElse(List.of());
        String entry = starts.get(name);
        return entry == null ? members.stream().anyMatch(member -> member.toString().equals(name))
                : entry.startsWith(start + BETWEEN) && members.stream().anyMatch(member -> isAt(entry, member));
    }

    private static boolean isAt(String entry, Address address) {
        return entry.endsWith(BETWEEN + id(address));
    }

    @Override
    public void reset(Map<String, String> entries) {
        starts.keySet().retainAll(entries.keySet());
        starts.putAll(entries);
        more.run();
    }

    @Override
    public void stored(String key, String value) {
        starts.put(key, value);
        more.run();
    }

    @Override
    public void gone(String key) {
        starts.remove(key);
    }
}
