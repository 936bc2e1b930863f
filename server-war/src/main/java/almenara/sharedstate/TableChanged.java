package almenara.sharedstate;

import almenara.messages.StateEntry;
import almenara.messages.StateTable;
import java.util.Map;

/** A shared-state table has changed: this is all of it now, tombstones too. */
public record TableChanged(StateTable table, Map<String, StateEntry> entries) {
}
