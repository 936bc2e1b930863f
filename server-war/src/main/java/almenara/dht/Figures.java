package almenara.dht;

import almenara.dht.krpc.Family;
import java.net.InetAddress;
import java.util.Optional;

/**
 * How a node of one family is: how many nodes it knows that answer, the address at which most others see it, what it keeps for others, what has been asked
 * since it began, and how many searches it makes now.
 */
public record Figures(Family family, int nodes, Optional<InetAddress> address, Kept kept, Traffic traffic, int lookUps) {

    /** Items, and announcements of peers. */
    public record Kept(int items, int peers) {
    }

    /** Questions that came and that were sent, and of those that came the ones that had no answer because their sender, or all together, had too many. */
    public record Traffic(long in, long out, long refused) {
    }

    static Figures of(Dht.Part part) {
        Node node = part.node();
        Kept kept = new Kept(node.stores().items().size(), node.stores().peers().size());
        return new Figures(node.family(), node.table().size(), node.seenAt(), kept, node.traffic(), part.client().searches());
    }
}
