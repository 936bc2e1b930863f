package almenara.transport;

import almenara.limits.Rate;
import almenara.messages.Refusal;
import almenara.messages.Refusal.Code;
import almenara.nodes.Mesh;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/** What other nodes may ask of this one, if it belongs to a mesh, and how often an address may. {@code rate} counts in nanoseconds, as {@code nanos} tells them. */
public record NodesDesk(Optional<Mesh> mesh, Rate rate, LongSupplier nanos) {

    /** The mesh, for somebody who wants work of us: a signature, or a look at one. */
    Mesh admit(long address) {
        Mesh ours = mesh.orElseThrow(() -> new Refusal(Code.NO_MESH, "this node belongs to no mesh"));
        long delay = rate.delay(address, nanos.getAsLong());
        if (delay > 0) {
            throw new Refusal(Code.OVERLOADED, "this address has asked too often", Duration.ofNanos(delay).toMillis() + 1);
        }
        return ours;
    }
}
