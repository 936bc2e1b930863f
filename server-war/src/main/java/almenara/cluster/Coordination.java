package almenara.cluster;

import java.util.Optional;
import java.util.function.Predicate;
import org.infinispan.remoting.transport.Address;

/**
 * Whether the node that coordinates the caches stops the smaller part of a split. Infinispan asks that node's configuration alone, when it first hears of a
 * cache: one that has none yet lets every part go on, and nobody is told. So what it decides counts once it is known to run this server.
 */
final class Coordination {

    private final boolean matters;
    private final Predicate<Address> running;
    private Optional<Address> coordinator = Optional.empty();
    private int view = -1;
    private volatile boolean known;

    /** {@code matters} is false where all parts of a split go on anyhow. */
    Coordination(boolean matters, Predicate<Address> running) {
        this.matters = matters;
        this.running = running;
    }

    /** True while it is certain that a split would be noticed. */
    boolean isKnown() {
        return known || !matters;
    }

    /** That one coordinates the cluster in the view of that number. One that takes over, or has met another part, decides anew, by what it has then. */
    synchronized void seen(int number, Address first, boolean merged) {
        if (number < view) {
            return;
        }
        view = number;
        if (merged || coordinator.filter(first::equals).isEmpty()) {
            coordinator = Optional.of(first);
            known = running.test(first);
        }
    }

    /** Another node runs. True when this was the one to wait for. */
    synchronized boolean look() {
        boolean before = isKnown();
        known = known || coordinator.filter(running).isPresent();
        return !before && isKnown();
    }
}
