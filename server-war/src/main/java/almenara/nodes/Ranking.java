package almenara.nodes;

import almenara.keys.Hashes;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * The order of nodes for a key that clients have in common: rendezvous hashing (Thaler and Ravishankar, 1998), so those who know about the same nodes come to
 * about the same ones first, whatever else they know.
 */
public final class Ranking {

    /** Bytes of the key that nodes are ranked for. */
    public static final int KEY = 32;
    private static final byte[] LABEL = "almenara/rank/v1\0".getBytes(StandardCharsets.US_ASCII);

    private final byte[] key;

    private record Scored(byte[] score, NodeRecord node) {
    }

    /** Throws {@link IllegalArgumentException} for a key of another size. */
    Ranking(byte[] key) {
        if (key.length != KEY) {
            throw new IllegalArgumentException("nodes are ranked for " + KEY + " bytes");
        }
        this.key = key.clone();
    }

    /** At most so many of them, those with the greatest scores first. */
    List<NodeRecord> best(Collection<NodeRecord> all, int most) {
        return all.stream().map(node -> new Scored(score(node.item().key()), node))
                .sorted(Comparator.comparing(Scored::score, (one, other) -> Arrays.compareUnsigned(other, one))).limit(most).map(Scored::node).toList();
    }

    /** SHA-256 of the label, the key of the ranking, and the node's: 32 bytes, to be compared as unsigned ones. */
    byte[] score(byte[] node) {
        return Hashes.sha256(LABEL, key, node);
    }
}
