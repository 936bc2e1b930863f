package almenara.transport;

import almenara.limits.Rate;
import almenara.messages.Refusal;
import almenara.messages.Refusal.Code;
import almenara.nodes.Mesh;
import almenara.nodes.NodeRecord;
import almenara.nodes.Sighting;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/** What others may ask of this node about the mesh, if it belongs to one, and how often. */
public final class NodesDesk {

    /** For so long everybody gets the same sample: a draw among a thousand nodes costs more than the request for it. */
    static final Duration SAMPLE = Duration.ofSeconds(1);
    /** Nodes that are told of a ranking. */
    static final int RANKED = 16;

    private final Optional<Mesh> mesh;
    private final Rate rate;
    private final LongSupplier nanos;
    private volatile Optional<Drawn> drawn = Optional.empty();

    private record Drawn(long at, List<Sighting> sample) {
    }

    /** {@code rate} is that of an address, and counts in nanoseconds, as {@code nanos} tells them. */
    public NodesDesk(Optional<Mesh> mesh, Rate rate, LongSupplier nanos) {
        this.mesh = mesh;
        this.rate = rate;
        this.nanos = nanos;
    }

    /** Some of the nodes that are listed. */
    List<Sighting> sample() {
        long now = nanos.getAsLong();
        Drawn last = drawn.filter(each -> now - each.at() < SAMPLE.toNanos()).orElseGet(() -> new Drawn(now, mesh.map(Mesh::sample).orElse(List.of())));
        drawn = Optional.of(last);
        return last.sample();
    }

    /** The nodes that rank highest for that key, for somebody at that address; none where there is no mesh. */
    List<NodeRecord> ranked(long address, byte[] key) {
        return mesh.isEmpty() ? List.of() : admit(address).ranked(key, RANKED);
    }

    /** The mesh, for somebody who wants work of us: a signature, or a look at one, or hashes. */
    Mesh admit(long address) {
        Mesh ours = mesh.orElseThrow(() -> new Refusal(Code.NO_MESH, "this node belongs to no mesh"));
        long delay = rate.delay(address, nanos.getAsLong());
        if (delay > 0) {
            throw new Refusal(Code.OVERLOADED, "this address has asked too often", Duration.ofNanos(delay).toMillis() + 1);
        }
        return ours;
    }
}
