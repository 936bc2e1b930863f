package almenara.wiring;

import almenara.dht.Dht;
import almenara.keys.SigningKey;
import almenara.limits.Rate;
import almenara.messages.Event;
import almenara.nodes.Directory;
import almenara.nodes.Mesh;
import almenara.nodes.Verdict;
import almenara.signaling.Toll;
import almenara.tables.ClusterView;
import almenara.tables.Table;
import almenara.transport.NodesDesk;
import almenara.transport.PinnedWeb;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import javax.net.ssl.SSLSocketFactory;

/** The other nodes of the mesh, if this cluster belongs to one. */
final class Neighbours {

    private final Optional<Mesh> mesh;
    private final NodesDesk desk;
    private final ClusterView cluster;
    private final NodeKey key;

    /** What the servers of the cluster share about the mesh, and the cluster. */
    record Places(Table table, ClusterView cluster) {
    }

    /** The price, threads, the time, chance (unpredictable), who counts visits, and the DHT, if there is one by now. */
    record Means(Toll toll, Executor threads, Clock clock, RandomGenerator random, Consumer<Verdict> tally, Supplier<Optional<Dht>> dht) {
    }

    Neighbours(Settings settings, Places places, Means means) {
        Settings.Nodes wanted = settings.nodes();
        this.cluster = places.cluster();
        this.key = new NodeKey(wanted, places.table(), means.random());
        this.mesh = wanted.url().map(url -> new Mesh(
                new Mesh.Identity(key, url, capabilities(settings), () -> means.toll().price().map(Event.Price::effort).orElse(0L)), wanted.rules(),
                new Mesh.Around(new PinnedWeb(wanted.rules().reach(), PinnedWeb.lines(), (SSLSocketFactory) SSLSocketFactory.getDefault()),
                        directories(settings, means), places.table(), cluster),
                new Mesh.Means(means.clock(), means.random(), means.threads(), means.tally())));
        this.desk = new NodesDesk(mesh, Rate.aMinute(wanted.requests(), means.random()), System::nanoTime);
    }

    private static List<Directory> directories(Settings settings, Means means) {
        return settings.nodes().topic().filter(topic -> settings.dht().port() > 0)
                .map(topic -> List.<Directory>of(new DhtDirectory(means.dht(), topic, settings.dht()))).orElse(List.of());
    }

    private static List<String> capabilities(Settings settings) {
        List<String> capabilities = new ArrayList<>();
        if (settings.stun().port() > 0) {
            capabilities.add("stun");
        }
        if (!settings.turn().rules().urls().isEmpty()) {
            capabilities.add("turn");
        }
        return capabilities;
    }

    Optional<Mesh> mesh() {
        return mesh;
    }

    /** The key of the cluster, by which it signs whatever it says to others. */
    Supplier<SigningKey> key() {
        return key;
    }

    NodesDesk desk() {
        return desk;
    }

    void start() {
        mesh.ifPresent(Mesh::start);
        cluster.watch(merged -> {
            if (merged) {
                key.merged();
            }
        });
    }

    /** Called once a second while the cluster can be written to. */
    void round() {
        key.round(cluster);
        mesh.ifPresent(Mesh::round);
    }
}
