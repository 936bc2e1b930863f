package almenara.nodes;

import almenara.tables.ClusterView;
import almenara.tables.Table;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The record of this cluster: one for all its servers, signed by the one that leads. Its effort is that of the dearest server, so that no client of any of them
 * is asked for more than the record says.
 */
final class OwnRecord {

    static final String SELF = "self";
    static final String EFFORT = "effort/";
    private static final Duration RENEWAL = NodeRecord.LIFE.dividedBy(2);
    private static final Duration TELL = Duration.ofSeconds(20);
    private static final Duration EFFORT_LIFE = Duration.ofSeconds(60);
    private static final long SECOND = 1000;

    private final Mesh.Identity identity;
    private final Table table;
    private final ClusterView cluster;
    private final Clock clock;
    private volatile Map<String, Long> efforts = new ConcurrentHashMap<>();
    private volatile Optional<NodeRecord> record = Optional.empty();
    private volatile boolean tells = true;
    private long told;
    private long toldAt;

    OwnRecord(Mesh.Identity identity, Table table, ClusterView cluster, Clock clock) {
        this.identity = identity;
        this.table = table;
        this.cluster = cluster;
        this.clock = clock;
    }

    void stored(Item fresh) {
        record = Optional.of(NodeRecord.trusted(fresh));
    }

    void gone() {
        record = Optional.empty();
    }

    /** All that the cluster knows of it now. What this server asks for is told again. */
    void reset(Optional<Item> fresh, Map<String, Long> told) {
        record = fresh.map(NodeRecord::trusted);
        efforts = new ConcurrentHashMap<>(told);
        tells = true;
    }

    void effort(String server, long effort) {
        efforts.put(server, effort);
    }

    void serverGone(String server) {
        efforts.remove(server);
    }

    /** None until the cluster has signed its first. */
    Optional<NodeRecord> record() {
        return record;
    }

    Optional<Item> item() {
        return record.map(NodeRecord::item);
    }

    NodeUrl url() {
        return identity.url();
    }

    String name() {
        return Item.base64(identity.key().get().publicKey().bytes());
    }

    byte[] prove(byte[] nonce) {
        return KeyProof.sign(identity.key().get(), nonce, identity.url());
    }

    /** Tells the others what a post costs here, when it has changed and now and then. */
    void tell() {
        long effort = identity.effort().getAsLong();
        if (tells || effort != told || clock.millis() - toldAt >= TELL.toMillis()) {
            tells = false;
            told = -1;
            table.put(EFFORT + cluster.self(), Long.toString(effort), EFFORT_LIFE);
            efforts.put(cluster.self(), effort);
            told = effort;
            toldAt = clock.millis();
        }
    }

    /** Signs the record anew when it says what is not so any more, or has lived for half of its life. For the server that leads. */
    void renew() {
        long now = clock.millis() / SECOND;
        long effort = efforts.values().stream().mapToLong(Long::longValue).reduce(identity.effort().getAsLong(), Math::max);
        String name = name();
        Optional<NodeRecord> before = record.filter(each -> each.item().name().equals(name));
        NodeRecord.Content wanted = new NodeRecord.Content(identity.url(), effort, identity.capabilities(), now + NodeRecord.LIFE.toSeconds());
        if (before.isEmpty() || isOutdated(before.get().content(), wanted)) {
            long seq = Math.max(now, before.map(each -> each.item().seq() + 1).orElse(0L));
            NodeRecord fresh = NodeRecord.sign(identity.key().get(), seq, wanted);
            table.put(SELF, fresh.item().text(), NodeRecord.LIFE);
            record = Optional.of(fresh);
        }
    }

    private static boolean isOutdated(NodeRecord.Content before, NodeRecord.Content wanted) {
        return !before.url().equals(wanted.url()) || before.effort() != wanted.effort() || !before.capabilities().equals(wanted.capabilities())
                || wanted.expiry() - before.expiry() >= RENEWAL.toSeconds();
    }
}
