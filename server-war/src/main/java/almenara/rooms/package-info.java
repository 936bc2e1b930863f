/**
 * Who is in a room, its log, and how a peer comes back to it.
 * <pre>
 *  append: this node's turn in the room -> next offset -> putIfAbsent in the log table -> (lost the race? next offset) -> word to all nodes
 *  deliver: every node's watcher of the log table -> Feed (in offset order, after the word) -> the outboxes of the members connected here
 * </pre>
 */
package almenara.rooms;
