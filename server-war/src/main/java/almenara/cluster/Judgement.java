package almenara.cluster;

import java.util.List;
import org.infinispan.factories.GlobalComponentRegistry;
import org.infinispan.manager.EmbeddedCacheManager;
import org.infinispan.notifications.cachemanagerlistener.CacheManagerNotifier;
import org.infinispan.remoting.transport.Address;
import org.infinispan.remoting.transport.Transport;

/**
 * Has Infinispan judge all caches anew, as it does after a merge, by the configurations that the coordinating node has by now. It decides what a split does to
 * a cache when that node first hears of it, and has no call for deciding once more.
 */
final class Judgement {

    private final EmbeddedCacheManager manager;
    private final Settling settling;

    Judgement(EmbeddedCacheManager manager, Settling settling) {
        this.manager = manager;
        this.settling = settling;
    }

    /** The number of the last view of the cluster that this node has. */
    int view() {
        return GlobalComponentRegistry.componentOf(manager, Transport.class).getViewId();
    }

    /** Returns when these tables are judged anew, at once on a node that does not coordinate. With another view it begins once more: the first came to nothing. */
    void renew(List<CacheTable> tables) {
        for (boolean judged = false; !judged && manager.isCoordinator();) {
            int view = view();
            Topologies before = Topologies.of(tables);
            begin(view);
            judged = settling.await("the caches are not judged anew", () -> view != view() || before.haveSettledSince()) && view == view();
        }
    }

    private void begin(int view) {
        List<Address> members = manager.getMembers();
        GlobalComponentRegistry.componentOf(manager, CacheManagerNotifier.class)
                .notifyMerge(members, members, manager.getAddress(), view, List.of(members)).toCompletableFuture().join();
    }
}
