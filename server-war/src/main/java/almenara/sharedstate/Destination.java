package almenara.sharedstate;

import almenara.messages.StateEntry;
import almenara.messages.StateTable;
import java.io.IOException;
import java.util.Map;

/** Somewhere that tables are brought to when they have changed. */
public interface Destination {

    /** What is brought where, and by whom. */
    enum Kind {
        /** Another cluster or router, which answers with its table: by one node of the cluster, also when nothing has changed, now and then. */
        NEIGHBOUR,
        /** Somebody who wants to hear of changes: by one node of the cluster. */
        HOOK,
        /** Somebody on this node who wants to hear of changes. */
        OBSERVER
    }

    Kind kind();

    /** What tells it from others, on every node the same. */
    String name();

    /** Brings the table; the answer is what is to be merged. Throws when it could not be brought: it will be brought again. */
    Map<String, StateEntry> bring(StateTable table, Map<String, StateEntry> entries) throws IOException;
}
