package almenara.faults;

import java.util.List;

/** Where the nodes of a cluster are, numbered from 0, and the way between them. */
interface Network extends AutoCloseable {

    /** The words in front of a command that is to run there. */
    List<String> at(int node);

    /** The address of a node for clients. */
    String host(int node);

    /** The address of a node for the other nodes. */
    String inner(int node);

    /** What is added to every port of a node. */
    int offset(int node);

    /** Takes the link between a node and the other nodes away, not that to its clients. */
    void cut(int node);

    /** Gives the link back. */
    void mend(int node);

    /** True when links can be taken away. */
    boolean canCut();

    @Override
    void close();
}
