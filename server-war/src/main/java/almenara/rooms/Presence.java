package almenara.rooms;

import java.util.Collection;
import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Who is in a room at the tail of its log, as this node has applied it. It changes in the room's serial alone; who is there may be asked from anywhere. */
final class Presence {

    private final Supplier<Collection<Members.Held>> record;
    private volatile Set<String> present;
    /** Of those present, who is so by the record: that it has joined may stand in the log behind the tail. */
    private final Set<String> early = new TreeSet<>();
    private final Lasting phantoms = new Lasting();

    /** {@code record} is the cluster's, of the members as they are now. */
    Presence(Supplier<Collection<Members.Held>> record) {
        this.record = record;
        readAnew();
    }

    /** Those who are there. */
    Set<String> all() {
        return Collections.unmodifiableSet(present);
    }

    /** The members on record. */
    Set<String> recorded() {
        return record.get().stream().map(held -> held.member().peer()).collect(Collectors.toCollection(ConcurrentSkipListSet::new));
    }

    /** Those who are there and not on record, and were so the last time, too. */
    Set<String> phantoms(Set<String> recorded) {
        return phantoms.of(present.stream().filter(peer -> !recorded.contains(peer)));
    }

    /** What the log says up to its tail is not known: those are there who are on record, and are returned. */
    Set<String> readAnew() {
        present = recorded();
        early.clear();
        early.addAll(present);
        return all();
    }

    /** Runs the step where somebody is on record whom nobody has told of. */
    void ifBehind(Runnable step) {
        if (!present.containsAll(recorded())) {
            step.run();
        }
    }

    /** The log tells that the peer has joined. False when it was there by the log, or by the record. */
    boolean add(String peer) {
        return present.add(peer);
    }

    void remove(String peer) {
        present.remove(peer);
    }

    /** The log tells of the peer. True when it was there by the record alone until now. */
    boolean catchesUp(String peer) {
        return early.remove(peer);
    }
}
