package almenara.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import almenara.keys.SigningKey;
import almenara.limits.Rate;
import almenara.messages.Refusal;
import almenara.nodes.Mesh;
import almenara.nodes.NodeUrl;
import almenara.nodes.Ranking;
import almenara.nodes.Reach;
import almenara.nodes.Rules;
import almenara.nodes.Sighting;
import almenara.nodes.Verdict;
import almenara.nodes.VisitFailure;
import almenara.tables.FakeCluster;
import almenara.tables.HandClock;
import almenara.tables.MemoryTable;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class NodesDeskTest {

    private final HandClock clock = new HandClock();
    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);

    private NodesDesk desk(Optional<Mesh> mesh) {
        return new NodesDesk(mesh, new Rate(10, 2, new Random(1)), nanos::get);
    }

    private Mesh mesh() {
        Rules rules = new Rules(Set.of(), new Reach(List.of(), Set.of(443)), new Rules.Bounds(9, 9, 9, 9), new Rules.Times(Duration.ofMinutes(10), Duration.ofHours(1)));
        Mesh.Around around = new Mesh.Around(url -> {
            throw new VisitFailure(Verdict.UNREACHABLE, "nobody is there");
        }, List.of(), new MemoryTable(clock), new FakeCluster().join("a"));
        SigningKey key = new SigningKey(new byte[SigningKey.SECRET]);
        return new Mesh(new Mesh.Identity(() -> key, NodeUrl.read("https://a.example/").orElseThrow(), List.of(), () -> 0), rules, around,
                new Mesh.Means(clock, new Random(1), Runnable::run, verdict -> { }));
    }

    @Test
    void oneSampleIsDrawnASecondWhoeverAsks() {
        NodesDesk desk = desk(Optional.of(mesh()));
        List<Sighting> first = desk.sample();
        nanos.addAndGet(NodesDesk.SAMPLE.toNanos() - 1);
        assertSame(first, desk.sample());
        nanos.incrementAndGet();
        assertNotSame(first, desk.sample());
    }

    @Test
    void whereThereIsNoMeshNobodyIsListedAndNothingIsAdmitted() {
        NodesDesk desk = desk(Optional.empty());
        assertEquals(List.of(), desk.sample());
        assertEquals(List.of(), desk.ranked(7, new byte[Ranking.KEY]));
        assertEquals(Refusal.Code.NO_MESH, assertThrows(Refusal.class, () -> desk.admit(7)).code());
    }

    @Test
    void anAddressIsAdmittedAsOftenAsItsRateSays() {
        nanos.set(0);
        NodesDesk desk = desk(Optional.of(mesh()));
        desk.admit(7);
        desk.admit(7);
        assertEquals(Refusal.Code.OVERLOADED, assertThrows(Refusal.class, () -> desk.admit(7)).code());
        desk.admit(8);
        nanos.set(10);
        desk.admit(7);
    }

    @Test
    void aRankingCountsAsAProof() {
        nanos.set(0);
        Mesh mesh = mesh();
        mesh.round();
        NodesDesk desk = desk(Optional.of(mesh));
        assertEquals(List.of("https://a.example/"), desk.ranked(7, new byte[Ranking.KEY]).stream().map(each -> each.url().text()).toList());
        desk.admit(7);
        assertEquals(Refusal.Code.OVERLOADED, assertThrows(Refusal.class, () -> desk.ranked(7, new byte[Ranking.KEY])).code());
        assertEquals(1, desk.ranked(8, new byte[Ranking.KEY]).size());
    }
}
