package almenara.sharedstate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import almenara.messages.StateEntry;
import almenara.messages.StateEntry.Bleaching;
import almenara.messages.StateTable;
import almenara.seal.Signatures;
import almenara.tables.ClusterView;
import almenara.tables.FakeCluster;
import almenara.tables.HandClock;
import almenara.tables.MemoryTable;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OutgoingTest {

    private static final StateTable TABLE = StateTable.plain("bat-hosts").orElseThrow();
    private static final Duration INTERVAL = Duration.ofMinutes(5);

    private final HandClock clock = new HandClock();
    private final MemoryTable memory = new MemoryTable(clock);
    private final FakeCluster cluster = new FakeCluster();
    private final List<String> heard = new ArrayList<>();
    private boolean deaf;
    private Map<String, StateEntry> answer = Map.of();

    private final class Ear implements Destination {
        private final Kind kind;

        Ear(Kind kind) {
            this.kind = kind;
        }

        @Override
        public Kind kind() {
            return kind;
        }

        @Override
        public String name() {
            return "http://192.0.2.1/" + kind;
        }

        @Override
        public Map<String, StateEntry> bring(StateTable table, Map<String, StateEntry> entries) throws IOException {
            heard.add(table.name() + entries.keySet());
            if (deaf) {
                throw new IOException("deaf");
            }
            return answer;
        }
    }

    private record Node(ClusterView view, SharedTables tables, Outgoing outgoing) {
        void insert(String key, String data) {
            tables.insert(TABLE, "node", key, data);
        }
    }

    private Node node(String name, Destination.Kind kind, Set<StateTable> named) {
        ClusterView view = cluster.join(name);
        SharedTables tables = new SharedTables(memory.beside(), SharedTablesContract.LIMITS, new SharedTables.Means(clock, new Random(1), Signatures::isSigned));
        tables.start();
        return new Node(view, tables, new Outgoing(tables, named, List.of(new Ear(kind)), new Outgoing.Means(view, clock, Runnable::run, INTERVAL)));
    }

    private List<String> rounds(int seconds, Node... nodes) {
        heard.clear();
        for (int second = 0; second < seconds; second++) {
            clock.advance(Duration.ofSeconds(1));
            memory.expire();
            for (Node node : nodes) {
                node.outgoing().round();
            }
        }
        return List.copyOf(heard);
    }

    @Test
    void aNeighbourIsVisitedAtOnceThenWhenSomethingChangesAndEverySoOften() {
        Node node = node("a", Destination.Kind.NEIGHBOUR, Set.of(TABLE));
        assertEquals(List.of("bat-hosts[]"), rounds(10, node));
        node.insert("x", "1");
        assertEquals(List.of("bat-hosts[x]"), rounds(10, node));
        assertEquals(List.of("bat-hosts[x]"), rounds(291, node), "five minutes later");
        assertEquals(List.of(), rounds(5, node));
    }

    @Test
    void dataWhoseHashCodesAreEqualIsNews() {
        Node node = node("a", Destination.Kind.NEIGHBOUR, Set.of());
        node.insert("x", "\"Aa\"");
        rounds(10, node);
        node.insert("x", "\"BB\"");
        assertEquals("\"Aa\"".hashCode(), "\"BB\"".hashCode());
        assertEquals(List.of("bat-hosts[x]"), rounds(10, node));
    }

    @Test
    void whatANeighbourAnswersIsMergedAndIsNoReasonForAnotherVisit() {
        Node node = node("a", Destination.Kind.NEIGHBOUR, Set.of(TABLE));
        answer = Map.of("y", new StateEntry("other", "2", new Bleaching(12)));
        assertEquals(List.of("bat-hosts[]"), rounds(10, node));
        assertEquals(answer, node.tables().read(TABLE));
    }

    @Test
    void aCopyWithMoreBleachingsIsNoReasonForAVisit() {
        Node node = node("a", Destination.Kind.NEIGHBOUR, Set.of(TABLE));
        node.insert("x", "1");
        rounds(130, node);
        node.insert("x", "1");
        assertEquals(List.of(), rounds(10, node));
    }

    @Test
    void aHookHearsOfEachChangeAlsoOfTheLastEntrysEnd() {
        Node node = node("a", Destination.Kind.HOOK, Set.of(TABLE));
        assertEquals(List.of(), rounds(10, node));
        node.insert("x", "1");
        node.insert("y", "1");
        assertEquals(List.of("bat-hosts[x, y]"), rounds(10, node));
        node.tables().remove(TABLE, "node", "x");
        assertEquals(List.of("bat-hosts[x, y]"), rounds(10, node));
        assertEquals(List.of("bat-hosts[]"), rounds(3700, node), "both bleach away at the same moment");
    }

    @Test
    void whatFailsIsBroughtAgainAfterPausesThatDouble() {
        Node node = node("a", Destination.Kind.HOOK, Set.of());
        deaf = true;
        node.insert("x", "1");
        assertEquals(4, rounds(1 + 2 + 4 + 8, node).size());
        deaf = false;
        assertEquals(1, rounds(16, node).size());
        assertEquals(0, rounds(100, node).size());
    }

    @Test
    void oneNodeOfTheClusterGoesAndWhenItDiesAnother() {
        for (Destination.Kind kind : List.of(Destination.Kind.NEIGHBOUR, Destination.Kind.HOOK)) {
            Node a = node("a", kind, Set.of());
            Node b = node("b", kind, Set.of());
            b.insert("x" + kind, "1");
            assertEquals(1, rounds(5, a, b).size());
            boolean led = a.view().leads("http://192.0.2.1/" + kind);
            cluster.die("a");
            assertEquals(led ? 1 : 0, rounds(5, b).size(), "whoever takes it over begins anew");
        }
    }

    @Test
    void tablesThatAreGoneAreForgotten() {
        for (Destination.Kind kind : Destination.Kind.values()) {
            Node node = node("a", kind, Set.of());
            for (int table = 0; table < 10; table++) {
                node.tables().insert(StateTable.plain("table-" + table).orElseThrow(), "node", "x", "1");
            }
            rounds(5, node);
            assertEquals(10, node.outgoing().remembered());
            rounds(3700, node);
            assertEquals(0, node.outgoing().remembered());
            assertEquals(List.of(), rounds(600, node));
        }
    }

    @Test
    void whoeverDoesNotAnswerDoesNotFillTheMemory() {
        Node node = node("a", Destination.Kind.HOOK, Set.of());
        deaf = true;
        for (int table = 0; table < 1100; table++) {
            memory.put("classic/table-" + table + "/x", clock.millis() / 120_000 + "\nb 1\nnode\n1", Duration.ofMinutes(2));
        }
        rounds(2, node);
        assertEquals(1100, node.outgoing().remembered());
        rounds(300, node);
        assertEquals(1000, node.outgoing().remembered());
    }

    @Test
    void observersHearOnEveryNode() {
        Node a = node("a", Destination.Kind.OBSERVER, Set.of());
        Node b = node("b", Destination.Kind.OBSERVER, Set.of());
        b.insert("x", "1");
        assertEquals(2, rounds(5, a, b).size());
    }
}
