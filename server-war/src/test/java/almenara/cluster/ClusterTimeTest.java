package almenara.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import almenara.tables.HandClock;
import almenara.tables.Table;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.infinispan.commons.time.DefaultTimeService;
import org.infinispan.commons.time.TimeService;
import org.infinispan.configuration.cache.CacheMode;
import org.infinispan.factories.GlobalComponentRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Three nodes, and the clocks of their machines. */
class ClusterTimeTest {

    private static final int NODES = 3;
    private static final int OFFERS = 50;
    private static final Duration LEASE = Duration.ofMinutes(5);
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration ROUND = Duration.ofSeconds(2);

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final AtomicLong nanos = new AtomicLong();
    /** What each machine has not counted of them. */
    private final List<AtomicLong> slept = IntStream.range(0, NODES).mapToObj(node -> new AtomicLong()).toList();
    private final List<HandClock> machines = IntStream.range(0, NODES).mapToObj(node -> new HandClock()).toList();
    private final Grid grid = new Grid(CacheMode.REPL_SYNC, NODES, new HandClock());
    private final List<CacheCluster> nodes = new ArrayList<>();
    private final List<CacheTable> offers = new ArrayList<>();
    private final List<Hearing> hearings = new ArrayList<>();

    /** How often a node has been told something. */
    private static final class Hearing implements Table.Listener {
        private final AtomicInteger times = new AtomicInteger();

        @Override
        public void told(String text) {
            times.incrementAndGet();
        }
    }

    @AfterEach
    void close() {
        nodes.forEach(CacheCluster::close);
        grid.close();
        threads.close();
    }

    private void start(int node) {
        CacheCluster.Caches caches = new CacheCluster.Caches(grid.cache(node, "rooms"), grid.cache(node, "nodes"));
        CacheCluster cluster = new CacheCluster(caches, "start" + node, threads, new ClusterClock(machines.get(node), () -> nanos.get() - slept.get(node).get()));
        offers.add(cluster.table(grid.cache(node, "offers")));
        CacheTable table = cluster.table(grid.cache(node, "nodes"));
        nodes.add(cluster);
        cluster.start();
        hearings.add(new Hearing());
        table.watch(hearings.getLast());
    }

    private void rounds(int rounds) {
        for (int round = 0; round < rounds; round++) {
            nanos.addAndGet(ROUND.toNanos());
            machines.forEach(each -> each.advance(ROUND));
            int[] before = hearings.stream().mapToInt(each -> each.times.get()).toArray();
            nodes.forEach(each -> each.time().round());
            Grid.await("all have heard all", () -> IntStream.range(0, before.length).allMatch(node -> hearings.get(node).times.get() >= before[node] + nodes.size()));
        }
    }

    private long millis(int node) {
        return nodes.get(node).time().clock().millis();
    }

    private void claimAll() {
        for (int offer = 0; offer < OFFERS; offer++) {
            assertTrue(offers.get(offer % offers.size()).putIfAbsent("offer " + offer, "one", LEASE));
        }
    }

    private void allAreHeld() {
        for (CacheTable table : offers) {
            for (int offer = 0; offer < OFFERS; offer++) {
                assertFalse(table.putIfAbsent("offer " + offer, "another", LEASE), "offer " + offer);
                assertEquals(Optional.of("one"), table.get("offer " + offer));
            }
        }
    }

    private TimeService timeOfCaches(int node) {
        return GlobalComponentRegistry.componentOf(grid.cache(node, "offers").getCacheManager(), TimeService.class);
    }

    @Test
    void noLeaseEndsBecauseSomebodySetsTheClockOfOneMachine() {
        IntStream.range(0, NODES).forEach(this::start);
        claimAll();
        for (HandClock machine : machines) {
            machine.advance(HOUR);
            rounds(8);
            allAreHeld();
            machine.advance(HOUR.negated());
            rounds(8);
            allAreHeld();
        }
        IntStream.range(0, NODES).forEach(node -> assertEquals(machines.getFirst().millis(), millis(node)));
    }

    @Test
    void whatMostMachinesSayIsTheTimeOfAllAndOfTheirCaches() {
        IntStream.range(0, NODES).forEach(this::start);
        claimAll();
        machines.get(0).advance(HOUR);
        machines.get(2).advance(HOUR);
        rounds(3);
        IntStream.range(0, NODES).forEach(node -> assertEquals(machines.getFirst().millis(), millis(node)));
        assertTrue(offers.stream().allMatch(table -> table.get("offer 0").isEmpty()));
    }

    @Test
    void aNodeThatStartsWithAWrongClockHasTheRightTimeBeforeItServes() {
        start(0);
        start(1);
        claimAll();
        machines.get(2).advance(HOUR);
        start(2);
        assertEquals(millis(0), millis(2));
        allAreHeld();
        rounds(8);
        assertEquals(millis(0), millis(2));
        assertEquals(machines.get(0).millis(), millis(2));
        allAreHeld();
    }

    @Test
    void evenTheOtherOfTwoDoes() {
        start(0);
        claimAll();
        machines.get(1).advance(HOUR.negated());
        start(1);
        assertEquals(millis(0), millis(1));
        allAreHeld();
    }

    @Test
    void aNodeThatWasGivenUpWhileItsMachineSleptHasTheRightTimeBeforeItServes() {
        IntStream.range(0, NODES).forEach(this::start);
        CacheCluster late = nodes.get(1);
        nanos.addAndGet(HOUR.toNanos());
        machines.forEach(machine -> machine.advance(HOUR));
        slept.get(1).set(HOUR.toNanos());
        assertEquals(millis(0) - HOUR.toMillis(), millis(1));
        Grid.await("all hold all", () -> List.of("rooms", "nodes", "offers").stream().allMatch(cache -> grid.holders(1, cache) == NODES));
        grid.giveUp(1);
        assertFalse(late.serving());
        grid.stop(2);
        Grid.await("it serves", late::serving);
        assertEquals(millis(0), millis(1));
    }

    @Test
    void whatAServerHasLeftGoesByItsMachineAgain() {
        start(0);
        assertNotEquals(DefaultTimeService.INSTANCE, timeOfCaches(0));
        nodes.removeFirst().close();
        assertEquals(DefaultTimeService.INSTANCE, timeOfCaches(0));
    }

    @Test
    void unlessThatIsWrong() {
        start(0);
        claimAll();
        machines.get(0).advance(HOUR);
        nodes.removeFirst().close();
        assertNotEquals(DefaultTimeService.INSTANCE, timeOfCaches(0));
    }
}
