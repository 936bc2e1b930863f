package almenara.nodes;

import java.time.Duration;
import java.util.Set;

/** What an operator has said about the mesh. */
public record Rules(Set<NodeUrl> seeds, Reach reach, Bounds bounds, Times times) {

    public Rules {
        seeds = Set.copyOf(seeds);
    }

    /** How many nodes are listed, how many of them in one network (IPv4 /16, IPv6 /32), and how many a sample has, of all and of one network. */
    public record Bounds(int nodes, int network, int sample, int sampleNetwork) {
    }

    /** How long until a node is visited again, and for how long it is listed after it was seen. */
    public record Times(Duration verify, Duration seen) {
    }
}
