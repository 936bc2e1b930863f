package almenara.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import almenara.dialects.JsonLimits;
import almenara.dialects.LibreMesh;
import almenara.messages.StateEntry;
import almenara.messages.StateTable;
import almenara.seal.Signatures;
import almenara.sharedstate.Destination;
import almenara.sharedstate.Outgoing;
import almenara.sharedstate.SharedStateLimits;
import almenara.sharedstate.SharedTables;
import almenara.tables.FakeCluster;
import almenara.tables.HandClock;
import almenara.tables.MemoryTable;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Two clusters that know one router, and not each other. */
class NeighboursTest {

    private static final StateTable TABLE = StateTable.plain("bat-hosts").orElseThrow();

    private final HandClock clock = new HandClock();
    private final Router router = new Router();
    private final HttpClient client = HttpClient.newHttpClient();

    private record Cluster(SharedTables tables, Outgoing outgoing) {
    }

    private Cluster cluster(long seed) {
        SharedStateLimits limits = new SharedStateLimits(9, new SharedStateLimits.Size(100, 9, 100_000, 1000, 1000), 30, Duration.ofMinutes(2), 9, Map.of());
        SharedTables tables = new SharedTables(new MemoryTable(clock), limits, new SharedTables.Means(clock, new Random(seed), Signatures::isSigned));
        tables.start();
        Destination neighbour = new Visitor(Destination.Kind.NEIGHBOUR, router.address(), new LibreMesh(new JsonLimits(9, 100)),
                new Visitor.Means(client, Duration.ofSeconds(5), 100_000));
        return new Cluster(tables, new Outgoing(tables, Set.of(TABLE), List.of(neighbour),
                new Outgoing.Means(new FakeCluster().join("only"), clock, Runnable::run, Duration.ofMinutes(5))));
    }

    private void rounds(Cluster... clusters) {
        for (int bleaching = 0; bleaching < 3; bleaching++) {
            clock.advance(Duration.ofMinutes(2));
            router.bleach();
        }
        for (Cluster each : clusters) {
            each.outgoing().round();
        }
    }

    @AfterEach
    void close() {
        client.close();
        router.close();
    }

    @Test
    void whatOneInsertsTheOtherHasAndWhatItRemovesIsRemovedThere() {
        Cluster one = cluster(1);
        Cluster other = cluster(2);
        one.tables().insert(TABLE, "one", "a", "1");
        other.tables().insert(TABLE, "other", "b", "{\"x\":[\"ü\"]}");
        rounds(one, other);
        rounds(one);
        assertEquals(Set.of("a", "b"), one.tables().read(TABLE).keySet());
        assertEquals("1", other.tables().read(TABLE).get("a").data());
        assertEquals("{\"x\":[\"ü\"]}", one.tables().read(TABLE).get("b").data());
        one.tables().remove(TABLE, "one", "a");
        rounds(one, other);
        StateEntry gone = other.tables().read(TABLE).get("a");
        assertTrue(gone.isTombstone(), gone::toString);
    }

    @Test
    void whatNobodyPublishesAnyMoreBleachesAwayEverywhere() {
        Cluster one = cluster(1);
        Cluster other = cluster(2);
        one.tables().insert(TABLE, "one", "a", "1");
        for (int sixMinutes = 0; sixMinutes < 10; sixMinutes++) {
            rounds(one, other);
        }
        rounds(one, other);
        assertEquals(Set.of(), one.tables().read(TABLE).keySet());
        assertEquals(Set.of(), other.tables().read(TABLE).keySet());
        assertEquals(0, router.table("bat-hosts").size());
    }

    @Test
    void whoIsNotThereForAWhileGetsItLater() {
        Cluster one = cluster(1);
        Cluster other = cluster(2);
        one.tables().insert(TABLE, "one", "a", "1");
        rounds(one);
        one.tables().insert(TABLE, "one", "b", "2");
        rounds(one);
        rounds(other);
        assertEquals(Set.of("a", "b"), other.tables().read(TABLE).keySet());
    }
}
