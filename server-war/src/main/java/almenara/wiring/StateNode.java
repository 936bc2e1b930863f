package almenara.wiring;

import almenara.dialects.JsonLimits;
import almenara.dialects.LibreMesh;
import almenara.limits.Rate;
import almenara.messages.StateEntry;
import almenara.messages.StateTable;
import almenara.seal.Signatures;
import almenara.sharedstate.Destination;
import almenara.sharedstate.Outgoing;
import almenara.sharedstate.SharedTables;
import almenara.sharedstate.TableChanged;
import almenara.tables.ClusterView;
import almenara.tables.Table;
import almenara.transport.StateDesk;
import almenara.transport.Visitor;
import java.net.http.HttpClient;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** What this node does with shared-state tables. */
final class StateNode {

    /** The part of a minute's posts that may come at once. */
    private static final int POSTS_AT_ONCE = 6;

    private final SharedTables tables;
    private final StateDesk desk;
    private final Outgoing outgoing;
    private final HttpClient client;

    /** The time, what the parts of the node share, its cluster, and the limits of messages. */
    record Means(Clock clock, Node.Shared shared, ClusterView cluster, JsonLimits json) {
    }

    /** Whoever in this node wants to hear of changes. */
    private record Observer(Consumer<TableChanged> changes) implements Destination {

        @Override
        public Kind kind() {
            return Kind.OBSERVER;
        }

        @Override
        public String name() {
            return "the observers of " + TableChanged.class.getName();
        }

        @Override
        public Map<String, StateEntry> bring(StateTable table, Map<String, StateEntry> entries) {
            changes.accept(new TableChanged(table, entries));
            return Map.of();
        }
    }

    StateNode(Settings.State settings, Table table, Means means) {
        this.tables = new SharedTables(table, settings.limits(), new SharedTables.Means(means.clock(), means.shared().random(), Signatures::isSigned));
        this.client = client(settings.outgoing().patience(), means.shared().threads());
        // a table is one level, an entry another; a body may have more entries than are taken
        LibreMesh dialect = new LibreMesh(new JsonLimits(means.json().depth() + 2, settings.served().most()));
        this.desk = new StateDesk(tables, dialect, settings.served(),
                new StateDesk.Quota(rate(settings.posts(), Math.max(1, settings.posts() / POSTS_AT_ONCE), means), rate(settings.changes(), settings.changes(), means),
                        System::nanoTime, new Semaphore(Math.max(1, Runtime.getRuntime().availableProcessors() / 2))));
        this.outgoing = new Outgoing(tables, settings.served().named(), destinations(settings, dialect, means),
                new Outgoing.Means(means.cluster(), means.clock(), means.shared().threads(), settings.outgoing().interval()));
    }

    /** A client that goes where it is told to: not where redirects say, and by no proxy that the environment names. */
    static HttpClient client(Duration patience, Executor threads) {
        return HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).proxy(HttpClient.Builder.NO_PROXY).followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(patience).executor(threads).build();
    }

    private List<Destination> destinations(Settings.State settings, LibreMesh dialect, Means means) {
        Visitor.Means visits = new Visitor.Means(client, settings.outgoing().patience(), settings.served().most());
        List<Destination> destinations = new ArrayList<>();
        destinations.add(new Observer(means.shared().changes()));
        settings.outgoing().neighbours().forEach(address -> destinations.add(new Visitor(Destination.Kind.NEIGHBOUR, address, dialect, visits)));
        settings.outgoing().hooks().forEach(address -> destinations.add(new Visitor(Destination.Kind.HOOK, address, dialect, visits)));
        return destinations;
    }

    private static Rate rate(int aMinute, int atOnce, Means means) {
        return new Rate(TimeUnit.MINUTES.toNanos(1) / aMinute, atOnce, means.shared().random());
    }

    void start() {
        tables.start();
    }

    /** Called once a second. */
    void round() {
        outgoing.round();
    }

    SharedTables tables() {
        return tables;
    }

    StateDesk desk() {
        return desk;
    }

    void close() {
        client.shutdownNow();
    }
}
