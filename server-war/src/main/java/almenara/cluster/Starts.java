package almenara.cluster;

import almenara.tables.Table;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.infinispan.manager.EmbeddedCacheManager;
import org.infinispan.remoting.transport.Address;

/** What the table of the nodes says of every node that runs: {@code {node} -> {start} {address}}. A server that has been started again has another address. */
final class Starts implements Table.Watcher {

    private static final String ALONE = "local";
    private static final char BETWEEN = ' ';

    private final Map<String, String> starts = new ConcurrentHashMap<>();
    private final EmbeddedCacheManager manager;
    private final Consumer<Boolean> more;

    /** Tells {@code more} after nodes have started; true where one of them had another start before, which has ended by that. */
    Starts(EmbeddedCacheManager manager, Consumer<Boolean> more) {
        this.manager = manager;
        this.more = more;
    }

    /** The name of this node, which it keeps when it is started again. */
    String name() {
        return manager.getAddress() == null ? ALONE : manager.getAddress().toString();
    }

    /** What the table says of this node while this is its start. */
    String entry(String start) {
        return start + BETWEEN + id();
    }

    /** The address of this node's server. */
    String id() {
        return manager.getAddress() == null ? ALONE : id(manager.getAddress());
    }

    /** The servers that were in the cluster before this one, the eldest first. */
    List<String> elders() {
        return members().stream().takeWhile(each -> !each.equals(id())).toList();
    }

    /** All servers but this one. */
    List<String> others() {
        return members().stream().filter(each -> !each.equals(id())).toList();
    }

    /** The other servers that run. */
    Set<String> running() {
        return addresses().stream().filter(this::runs).map(Starts::id).filter(others()::contains).collect(Collectors.toSet());
    }

    private List<String> members() {
        return addresses().stream().map(Starts::id).toList();
    }

    private List<Address> addresses() {
        return Optional.ofNullable(manager.getMembers()).orElse(List.of());
    }

    private static String id(Address address) {
        return address.getNodeUUID().toString();
    }

    /** True when the server at that address runs. */
    boolean runs(Address address) {
        return starts.values().stream().anyMatch(entry -> isAt(entry, address));
    }

    /** True when that start of a node is in the cluster, or when the node is and nothing is known of its start yet. */
    boolean has(String start) {
        String name = start.substring(0, Math.max(0, start.lastIndexOf('~')));
        List<Address> members = addresses();
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
        boolean again = entries.entrySet().stream().anyMatch(entry -> isAnother(entry.getKey(), entry.getValue()));
        starts.putAll(entries);
        more.accept(again);
    }

    @Override
    public void stored(String key, String value) {
        boolean again = isAnother(key, value);
        starts.put(key, value);
        more.accept(again);
    }

    private boolean isAnother(String key, String value) {
        return !value.equals(starts.getOrDefault(key, value));
    }

    @Override
    public void gone(String key) {
        starts.remove(key);
    }
}
