package almenara.signaling;

import almenara.messages.Refusal;
import almenara.messages.Refusal.Code;
import almenara.tables.ClusterView;

/** Whether this node lets anybody in: it does until it is drained, and while it knows the state of its cluster. All doors of a node have the same. */
public final class Opening {

    private static final long ELSEWHERE_MILLIS = 1000;

    private final ClusterView cluster;
    private volatile boolean draining;

    public Opening(ClusterView cluster) {
        this.cluster = cluster;
    }

    /** From now on nobody is let in. */
    public void drain() {
        draining = true;
    }

    boolean isOpen() {
        return !draining && cluster.serving();
    }

    /** Refuses whoever wants to come in while this node lets nobody in. */
    void check() {
        if (draining) {
            throw new Refusal(Code.DRAINING, "this node is being shut down; go to another", ELSEWHERE_MILLIS);
        }
        checkConnected();
    }

    /** Refuses everything while this node is cut off from its cluster. */
    void checkConnected() {
        if (!cluster.serving()) {
            throw new Refusal(Code.UNAVAILABLE, "this node is cut off from its cluster; go to another", ELSEWHERE_MILLIS);
        }
    }
}
