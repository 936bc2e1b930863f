package almenara.sharedstate;

import almenara.messages.StateTable;
import almenara.tables.ClusterView;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;

/** Brings the cluster's tables to everybody who wants to have them. What is once for the cluster is done by the node that leads the destination's name. */
public final class Outgoing {

    private final SharedTables tables;
    private final Set<StateTable> named;
    private final ClusterView cluster;
    private final List<Courier> couriers;

    /** The nodes, the time, threads that may wait, and how often neighbours are visited. */
    public record Means(ClusterView cluster, Clock clock, Executor executor, Duration interval) {
    }

    /** {@code named}: tables that neighbours are asked for also when they are empty here. */
    public Outgoing(SharedTables tables, Set<StateTable> named, List<Destination> destinations, Means means) {
        this.tables = tables;
        this.named = Set.copyOf(named);
        this.cluster = means.cluster();
        this.couriers = destinations.stream()
                .map(each -> new Courier(each, tables, new Courier.Means(means.clock(), means.executor(), means.interval()))).toList();
    }

    /** Called once a second. */
    public void round() {
        couriers.forEach(this::round);
    }

    /** How many tables are remembered, for all destinations together. */
    int remembered() {
        return couriers.stream().mapToInt(Courier::size).sum();
    }

    private void round(Courier courier) {
        Destination destination = courier.destination();
        if (destination.kind() != Destination.Kind.OBSERVER && !cluster.leads(destination.name())) {
            courier.forget();
            return;
        }
        Set<StateTable> present = new HashSet<>(named);
        present.addAll(tables.names());
        courier.round(present);
    }
}
