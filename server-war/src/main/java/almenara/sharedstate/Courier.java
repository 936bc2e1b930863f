package almenara.sharedstate;

import almenara.messages.Refusal;
import almenara.messages.StateEntry;
import almenara.messages.StateTable;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

/**
 * Brings tables to one destination, one after another: what has changed since it was brought, at most once a second, and to neighbours everything every so
 * often. What fails is brought again, after a pause that doubles. That the same entry has more bleachings left is no change.
 */
final class Courier {

    /** The shortest time between two visits with the same table. */
    static final Duration PAUSE = Duration.ofSeconds(1);
    private static final System.Logger LOG = System.getLogger(Courier.class.getName());
    private static final int MOST_DOUBLINGS = 20;
    /** Beyond, a table that is gone is not told to a hook that does not answer. */
    private static final int MOST_VISITS = 1000;

    private final Destination destination;
    private final SharedTables tables;
    private final Means means;
    private final Map<StateTable, Visit> visits = new ConcurrentHashMap<>();
    private final AtomicBoolean underWay = new AtomicBoolean();

    /** The time, threads, and how often neighbours are visited. */
    record Means(Clock clock, Executor executor, Duration interval) {
    }

    /**
     * The last visit with a table: when it was, the digest of what the destination has since then, how often in a row it has failed, and the version of the
     * tables at which there was nothing new.
     */
    private record Visit(long at, Optional<String> told, int failures, long version) {

        Visit looked(long now) {
            return new Visit(at, told, failures, now);
        }
    }

    Courier(Destination destination, SharedTables tables, Means means) {
        this.destination = destination;
        this.tables = tables;
        this.means = means;
    }

    Destination destination() {
        return destination;
    }

    /** Sets out with what is due of the tables that there are, and of those that are gone since, unless it is under way. */
    void round(Set<StateTable> present) {
        visits.entrySet().removeIf(each -> !present.contains(each.getKey()) && isOver(each.getValue()));
        List<StateTable> due = Stream.concat(present.stream(), visits.keySet().stream()).distinct().filter(this::isDue).toList();
        if (!due.isEmpty() && underWay.compareAndSet(false, true)) {
            means.executor().execute(() -> {
                try {
                    due.forEach(this::visit);
                } finally {
                    underWay.set(false);
                }
            });
        }
    }

    /** True when nobody has to hear that the table is gone: neighbours bleach by themselves. Names of tables are anybody's, so few are remembered. */
    private boolean isOver(Visit last) {
        return destination.kind() == Destination.Kind.NEIGHBOUR || last.told().equals(Optional.of(Digest.of(Map.of()))) || visits.size() > MOST_VISITS;
    }

    /** Another node does it from now on; should this one do it again, it begins anew. */
    void forget() {
        visits.clear();
    }

    /** How many tables it remembers. */
    int size() {
        return visits.size();
    }

    private boolean isDue(StateTable table) {
        boolean neighbour = destination.kind() == Destination.Kind.NEIGHBOUR;
        Visit last = visits.computeIfAbsent(table, first -> new Visit(Long.MIN_VALUE / 2, neighbour ? Optional.empty() : Optional.of(Digest.of(Map.of())), 0, -1));
        long ago = means.clock().millis() - last.at();
        Duration pause = PAUSE.multipliedBy(1L << Math.min(last.failures(), MOST_DOUBLINGS));
        if (ago < Math.min(pause.toMillis(), means.interval().toMillis())) {
            return false;
        }
        return neighbour && ago >= means.interval().toMillis() || hasNews(table, last);
    }

    /** The digest is made only when something was written since there was nothing new. */
    private boolean hasNews(StateTable table, Visit last) {
        long version = tables.version();
        if (last.told().isPresent() && last.version() == version) {
            return false;
        }
        boolean same = last.told().equals(Optional.of(Digest.of(tables.read(table))));
        if (same) {
            visits.put(table, last.looked(version));
        }
        return !same;
    }

    private void visit(StateTable table) {
        int failures = Optional.ofNullable(visits.get(table)).map(Visit::failures).orElse(0);
        Optional<String> told = Optional.empty();
        try {
            Map<String, StateEntry> brought = tables.read(table);
            Map<String, StateEntry> taken = tables.merge(table, destination.bring(table, brought), size -> true);
            Map<String, StateEntry> both = new HashMap<>(brought);
            both.putAll(taken);
            told = Optional.of(Digest.of(both));
        } catch (IOException | Refusal e) {
            LOG.log(failures == 0 ? System.Logger.Level.WARNING : System.Logger.Level.DEBUG, "the table {0} could not be brought to {1} and will be again: {2}",
                    table.key(), destination.name(), e.toString());
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.ERROR, "the table " + table.key() + " could not be brought to " + destination.name(), e);
        }
        visits.put(table, new Visit(means.clock().millis(), told, told.isPresent() ? 0 : failures + 1, -1));
    }
}
