package almenara.cluster;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.infinispan.notifications.cachemanagerlistener.event.MergeEvent;
import org.infinispan.remoting.transport.Address;

/** Whether the others have given this node up, so that what it has is void until it has taken everything from them. It may happen again meanwhile. */
final class GivenUp {

    private final AtomicInteger times = new AtomicInteger();
    private final AtomicInteger mended = new AtomicInteger();

    /** The smaller part of a split, and a node that hung: the others were away and came back, but it has not seen anybody go. */
    static boolean was(MergeEvent event) {
        List<Address> before = event.getOldMembers();
        return before.containsAll(event.getNewMembers()) || 2 * before.size() <= event.getNewMembers().size();
    }

    /** The others had gone on without this node. */
    void happened() {
        times.incrementAndGet();
    }

    /** How often it has happened so far. */
    int times() {
        return times.get();
    }

    /** Everything has been taken from the others since it had happened so often. */
    void mended(int since) {
        mended.accumulateAndGet(since, Math::max);
    }

    /** True while what this node has is void. */
    boolean isVoid() {
        return mended.get() < times.get();
    }
}
