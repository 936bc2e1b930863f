package almenara.cluster;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.infinispan.AdvancedCache;
import org.infinispan.configuration.cache.ClusteringConfiguration;
import org.infinispan.partitionhandling.AvailabilityMode;
import org.infinispan.partitionhandling.PartitionHandling;
import org.infinispan.remoting.transport.Address;

/**
 * Whether a write that has returned is the cluster's, where the smaller part of a split has to stop. Infinispan takes a replicated write for done as soon as
 * nobody who is left in the view owes an answer, and finds out only then, cache by cache, whether those who are left are enough.
 */
final class Quorum {

    private static final Duration LOOK = Duration.ofMillis(5);
    /** As long as a call to another node may take. */
    private static final int MOST_LOOKS = 1000;

    private final AdvancedCache<String, String> cache;
    private final boolean counts;
    private final AtomicInteger lapses = new AtomicInteger();

    Quorum(AdvancedCache<String, String> cache) {
        this.cache = cache;
        this.counts = counts(cache);
    }

    /** True when the smaller part of a split has to stop. */
    static boolean counts(AdvancedCache<?, ?> cache) {
        ClusteringConfiguration clustering = cache.getCacheConfiguration().clustering();
        return clustering.cacheMode().isClustered() && clustering.partitionHandling().whenSplit() == PartitionHandling.DENY_READ_WRITES;
    }

    /** How often this node has been cut off, or given up by the others, so far. */
    int lapses() {
        return lapses.get();
    }

    /** This node is cut off, or was given up: what is under way comes to nothing. */
    void lapse() {
        lapses.incrementAndGet();
    }

    /**
     * True when what was written since there had been so many lapses is kept. While some are lost it waits to hear that those who are left go on without them.
     */
    boolean hasHeld(int before) {
        for (int looks = 0; counts && looks < MOST_LOOKS; looks++) {
            List<Address> members = cache.getDistributionManager().getCacheTopology().getMembers();
            List<Address> lost = new ArrayList<>(members);
            lost.removeAll(cache.getCacheManager().getMembers());
            if (lapses.get() != before || 2 * lost.size() >= members.size() || cache.getAvailability() != AvailabilityMode.AVAILABLE) {
                return false;
            }
            if (lost.isEmpty()) {
                return true;
            }
            LockSupport.parkNanos(LOOK.toNanos());
        }
        return !counts;
    }
}
