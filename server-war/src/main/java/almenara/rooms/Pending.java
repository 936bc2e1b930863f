package almenara.rooms;

import almenara.messages.Entry;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * What a node has of a room's log and has not applied yet: an entry waits for those before it, and for the word that every node has it. Without that word it
 * may yet turn out to be another one: the node that has written it may die before all have it, and so may the one that told of it first.
 */
final class Pending {

    private final TreeMap<Long, Arrived> entries = new TreeMap<>();
    private final Set<Long> settled = new HashSet<>();
    private volatile boolean empty = true;
    private long since;

    /** An entry, and since when one has been in this node's copy at its offset, in milliseconds of the epoch. */
    record Arrived(Entry entry, long at) {
    }

    /** An entry is in this node's copy. */
    void arrived(long offset, Entry entry, long now) {
        begin(now);
        entries.merge(offset, new Arrived(entry, now), (former, again) -> new Arrived(entry, former.at()));
    }

    /** Every node has the entry at the offset. */
    void settled(long offset, long now) {
        begin(now);
        settled.add(offset);
    }

    private void begin(long now) {
        if (empty) {
            since = now;
            empty = false;
        }
    }

    private void ended() {
        empty = entries.isEmpty() && settled.isEmpty();
    }

    /** Every node has the entries up to the offset, as far as there are any. */
    void settledThrough(long offset) {
        settled.addAll(entries.headMap(offset, true).keySet());
    }

    /** The entry at the offset, once every node has it; it waits no longer then. */
    Optional<Entry> take(long offset, long now) {
        if (!entries.containsKey(offset) || !settled.remove(offset)) {
            return Optional.empty();
        }
        since = now;
        Entry entry = entries.remove(offset).entry();
        ended();
        return Optional.of(entry);
    }

    Optional<Arrived> at(long offset) {
        return Optional.ofNullable(entries.get(offset));
    }

    /** Whether there is such an entry that no word has come for. */
    boolean any(Predicate<Arrived> condition) {
        return entries.entrySet().stream().anyMatch(each -> !settled.contains(each.getKey()) && condition.test(each.getValue()));
    }

    /** May be asked by any thread. */
    boolean isEmpty() {
        return empty;
    }

    /** Since when nothing has been applied, though something waits, in milliseconds of the epoch. */
    long since() {
        return since;
    }

    /** Nothing up to the offset is waited for any more. */
    void dropThrough(long offset) {
        entries.headMap(offset, true).clear();
        settled.removeIf(each -> each <= offset);
        ended();
    }

    void clear() {
        entries.clear();
        settled.clear();
        ended();
    }
}
