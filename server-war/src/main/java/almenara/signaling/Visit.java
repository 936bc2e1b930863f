package almenara.signaling;

import almenara.messages.Entry;
import almenara.messages.Event;
import almenara.rooms.Outbox;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A guest's session, which the node has in its place: keeps what is said to the guest alone until it goes to the guest's cluster. When much waits the oldest goes. */
final class Visit implements Outbox {

    /** So much of what is said to a guest may wait for the next round. */
    static final int MOST_WAITING = 64;

    private enum State { OPEN, ENDED }

    private final String connection;
    private final String cluster;
    private final Deque<Entry> waiting = new ArrayDeque<>();
    /** The guest's offers that stand here, with their ends; and those that were answered, with the ends they had. */
    private final Map<String, Long> standing = new HashMap<>();
    private final Map<String, Long> answered = new HashMap<>();
    private State state = State.OPEN;

    Visit(String connection, String cluster) {
        this.connection = connection;
        this.cluster = cluster;
    }

    String cluster() {
        return cluster;
    }

    @Override
    public String connection() {
        return connection;
    }

    @Override
    public synchronized void deliver(Event event) {
        if (!(event instanceof Event.Logged(long offset, Entry entry)) || entry.to().isEmpty() || entry.from().isEmpty()) {
            return;
        }
        if (entry.kind() == Entry.Kind.ANSWER) {
            Optional.ofNullable(standing.remove(entry.name())).ifPresent(until -> answered.put(entry.name(), until));
        }
        if (entry.kind() == Entry.Kind.ANSWER || entry.kind() == Entry.Kind.SIGNAL) {
            waiting.add(entry);
        }
        bound();
    }

    private void bound() {
        while (waiting.size() > MOST_WAITING) {
            waiting.remove();
        }
    }

    /** What was taken and could not be passed on waits again, before what has come since. */
    synchronized void giveBack(List<Entry> taken) {
        taken.reversed().forEach(waiting::addFirst);
        bound();
    }

    @Override
    public synchronized void end(Ending why) {
        state = State.ENDED;
    }

    synchronized boolean isOpen() {
        return state == State.OPEN;
    }

    /** An offer of the guest stands here, until that end. */
    synchronized void stands(String offer, long until) {
        standing.put(offer, until);
    }

    /** True when the offer was answered here, as it was until that end. */
    synchronized boolean isAnswered(String offer, long until) {
        return Optional.ofNullable(answered.get(offer)).filter(end -> end == until).isPresent();
    }

    /** The end that the offer had which was answered here. */
    synchronized Optional<Long> until(String offer) {
        return Optional.ofNullable(answered.get(offer));
    }

    /** Forgets the answered offers that have ended by now. */
    synchronized void forget(long now) {
        answered.values().removeIf(until -> until <= now);
        standing.values().removeIf(until -> until <= now);
    }

    /** What has been said to the guest since the last call. */
    synchronized List<Entry> take() {
        List<Entry> taken = new ArrayList<>(waiting);
        waiting.clear();
        return taken;
    }
}
