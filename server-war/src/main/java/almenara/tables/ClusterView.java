package almenara.tables;

/** The nodes of this cluster as one of them sees it. A node is named by its start: after a restart it has another name. */
public interface ClusterView {

    /** The name of this node's start. */
    String self();

    /** True while the node of that name is in the cluster. */
    boolean alive(String node);

    /** True on exactly one node for each key: the one that looks after what nobody else does. */
    boolean leads(String key);

    /** How many nodes there are. */
    int size();

    /** True when this node is alone, and nothing that is done with the tables waits for another one. */
    boolean alone();

    /** True when this node may serve: it is not cut off from the greater part of its cluster. */
    boolean serving();

    /** Runs the listener after the nodes, or {@link #serving()}, have changed. */
    void watch(Listener listener);

    /** Whoever wants to hear of changes. */
    interface Listener {

        /** The nodes have changed. {@code merged}: two parts that both went on have come together again. */
        void changed(boolean merged);
    }
}
