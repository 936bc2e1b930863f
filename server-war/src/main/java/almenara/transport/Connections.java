package almenara.transport;

import almenara.messages.Event;
import almenara.messages.Ids;
import almenara.messages.Refusal;
import almenara.messages.Reply;
import almenara.signaling.Channel;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;

/** The open connections of this node. */
public final class Connections {

    private static final long FULL_MILLIS = 5000;

    private final Set<Connection> open = ConcurrentHashMap.newKeySet();
    private final Map<String, PollingConnection> polling = new ConcurrentHashMap<>();
    private final int most;
    private final RandomGenerator random;

    public Connections(int most, RandomGenerator random) {
        this.most = most;
        this.random = random;
    }

    /** Refuses a connection that would be one too many; {@link #add} looks again, for many may come at once. */
    void checkPlace() {
        if (open.size() >= most) {
            throw full();
        }
    }

    /** A secret for a client that polls. */
    String key() {
        return new Ids(random).secret();
    }

    /** The client that polls by that key. */
    Optional<PollingConnection> find(String key) {
        return Optional.ofNullable(polling.get(key));
    }

    void add(Connection connection) {
        open.add(connection);
        if (connection instanceof PollingConnection poller) {
            polling.put(poller.key(), poller);
        }
        if (connection.hasEnded()) {
            // it was closed on another thread before it was here, and nobody will remove it
            remove(connection);
        } else if (open.size() > most) {
            connection.refuse(full());
            connection.close(Channel.Closing.SLOW);
        }
    }

    private static Refusal full() {
        return new Refusal(Refusal.Code.OVERLOADED, "this node has all the connections it takes", FULL_MILLIS);
    }

    void remove(Connection connection) {
        open.remove(connection);
        if (connection instanceof PollingConnection poller) {
            polling.remove(poller.key());
        }
    }

    /** How many there are. */
    public int size() {
        return open.size();
    }

    public boolean isEmpty() {
        return open.isEmpty();
    }

    /** Once a second: pings, and the end of those who are silent. */
    public void tick() {
        long now = System.nanoTime();
        open.forEach(connection -> connection.check(now));
    }

    /** Tells every client the price. */
    public void price() {
        open.forEach(Connection::greet);
    }

    /** Tells every client to go elsewhere, each after a delay of its own within the time given. */
    public void drain(Duration within) {
        for (Connection connection : List.copyOf(open)) {
            connection.send(new Reply("", "", new Event.Drain(random.nextLong(1 + within.toMillis()))));
        }
    }

    /** Closes those whose time has come, of those who can't be told to go. */
    public void letGo() {
        List.copyOf(open).stream().filter(connection -> connection.talk().hasToGo()).forEach(connection -> connection.close(Channel.Closing.DRAINED));
    }

    /** Closes every connection, after what waits for it. */
    public void close(Channel.Closing why) {
        List.copyOf(open).forEach(connection -> connection.close(why));
    }
}
