package almenara.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import almenara.tables.HandClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ClusterClockTest {

    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration ROUND = Duration.ofSeconds(2);

    private final HandClock truth = new HandClock();
    private final List<Machine> machines = new ArrayList<>();

    /** A node, the clock of its machine, and its count of what passes, which begins anywhere. */
    private final class Machine {
        private final HandClock wall = new HandClock();
        private final AtomicLong nanos = new AtomicLong(-12_345_678_901_234L * (machines.size() + 1));
        private final ClusterClock clock;
        private final String name = "node" + machines.size();

        Machine(Duration ahead) {
            wall.advance(Duration.between(wall.instant(), truth.instant()).plus(ahead));
            clock = new ClusterClock(wall, nanos::get);
            machines.add(this);
        }

        Machine() {
            this(Duration.ZERO);
        }

        List<String> elders() {
            return names(machines.subList(0, machines.indexOf(this)));
        }

        long look() {
            return clock.look(elders(), names(machines).stream().filter(each -> !each.equals(name)).toList());
        }

        Telling telling() {
            return clock.telling(name, true);
        }

        void isAhead(Duration expected) {
            assertEquals(expected, Duration.between(truth.instant(), clock.instant()), name);
        }
    }

    private static List<String> names(List<Machine> machines) {
        return machines.stream().map(each -> each.name).toList();
    }

    private void pass(Duration time) {
        truth.advance(time);
        machines.forEach(each -> {
            each.wall.advance(time);
            each.nanos.addAndGet(time.toNanos());
        });
    }

    private void tellAll() {
        machines.forEach(one -> machines.stream().filter(other -> other != one).forEach(other -> other.clock.hear(one.telling())));
    }

    private void rounds(int rounds) {
        for (int round = 0; round < rounds; round++) {
            pass(ROUND);
            tellAll();
            machines.forEach(Machine::look);
        }
    }

    private void allAre(Duration ahead) {
        machines.forEach(each -> each.isAhead(ahead));
    }

    @Test
    void theStepOfOneOfThreeMovesNobody() {
        List.of(new Machine(), new Machine(), new Machine());
        rounds(3);
        for (Duration step : List.of(HOUR, HOUR.multipliedBy(-2), Duration.ofSeconds(3))) {
            for (Machine one : machines) {
                one.wall.advance(step);
                rounds(10);
                allAre(Duration.ZERO);
                assertEquals(step.toMillis(), one.clock.ahead());
                one.wall.advance(step.negated());
                rounds(10);
                allAre(Duration.ZERO);
            }
        }
    }

    @Test
    void whoComesInWithAWrongClockTakesTheTimeOfThoseWhoAreThere() {
        Machine first = new Machine();
        Machine second = new Machine(HOUR);
        assertFalse(second.clock.knows(Set.of(first.name)));
        second.clock.hear(first.clock.telling(first.name, false));
        assertFalse(second.clock.knows(Set.of(first.name)), "it has no time of the cluster yet");
        second.clock.hear(first.telling());
        assertTrue(second.clock.knows(Set.of(first.name)));
        assertEquals(HOUR.negated().toMillis(), second.clock.join(List.of(first.name)));
        allAre(Duration.ZERO);
        rounds(10);
        allAre(Duration.ZERO);
    }

    @Test
    void whoIsTheFirstHasTheTimeOfItsMachine() {
        Machine first = new Machine(HOUR);
        assertEquals(0, first.clock.join(List.of()));
        first.isAhead(HOUR);
    }

    @Test
    void ofThreeThatStartAtOnceTheWrongOneIsPutRightByTheSecondLook() {
        for (Duration ahead : List.of(HOUR, HOUR.negated())) {
            for (int wrong = 0; wrong < 3; wrong++) {
                machines.clear();
                for (int machine = 0; machine < 3; machine++) {
                    new Machine(machine == wrong ? ahead : Duration.ZERO);
                }
                rounds(2);
                allAre(Duration.ZERO);
            }
        }
    }

    @Test
    void aNodeThatIsAloneFollowsItsMachine() {
        Machine alone = new Machine();
        alone.wall.advance(HOUR);
        rounds(1);
        alone.isAhead(Duration.ZERO);
        rounds(1);
        alone.isAhead(HOUR);
        alone.wall.advance(Duration.ofMillis(200));
        rounds(5);
        alone.isAhead(HOUR);
    }

    @Test
    void twoThatDisagreeKeepTheTimeThatTheyHave() {
        List.of(new Machine(), new Machine());
        rounds(3);
        for (Machine one : machines) {
            one.wall.advance(HOUR);
            rounds(10);
            allAre(Duration.ZERO);
            one.wall.advance(HOUR.negated());
            rounds(10);
        }
    }

    @Test
    void whereThereIsNoMajorityAllKeepToTheEldest() {
        List.of(new Machine(HOUR), new Machine(), new Machine(HOUR.negated()));
        rounds(2);
        allAre(HOUR);
    }

    @Test
    void whenMostMachinesArePutRightAllFollow() {
        List.of(new Machine(HOUR), new Machine(HOUR), new Machine(HOUR));
        rounds(3);
        machines.getFirst().wall.advance(HOUR.negated());
        rounds(10);
        allAre(HOUR);
        machines.getLast().wall.advance(HOUR.negated());
        rounds(10);
        allAre(Duration.ZERO);
    }

    @Test
    void whatIsHeardLateMovesNobody() {
        List.of(new Machine(), new Machine(), new Machine());
        rounds(5);
        Machine hung = machines.getFirst();
        List<Telling> late = new ArrayList<>();
        for (int telling = 0; telling < 3; telling++) {
            pass(ROUND);
            machines.stream().filter(each -> each != hung).forEach(each -> late.add(each.telling()));
        }
        pass(Duration.ofSeconds(10));
        late.forEach(hung.clock::hear);
        assertEquals(0, hung.look());
        assertEquals(0, hung.look());
        rounds(10);
        allAre(Duration.ZERO);
    }

    @Test
    void oneLookAloneMovesNobody() {
        List.of(new Machine(), new Machine(), new Machine());
        rounds(5);
        List<Machine> others = machines.subList(1, 3);
        others.forEach(each -> each.wall.advance(HOUR));
        pass(ROUND);
        tellAll();
        assertEquals(0, machines.getFirst().look());
        others.forEach(each -> each.wall.advance(HOUR));
        pass(ROUND);
        tellAll();
        assertEquals(0, machines.getFirst().look(), "it says something else now");
        assertEquals(HOUR.multipliedBy(2).toMillis(), machines.getFirst().look());
    }

    @Test
    void thoseWhoHaveGoneDoNotCount() {
        List.of(new Machine(), new Machine(HOUR), new Machine(HOUR));
        tellAll();
        Machine first = machines.getFirst();
        machines.subList(1, 3).clear();
        first.look();
        first.look();
        first.isAhead(Duration.ZERO);
    }

    @Test
    void aLookIsDueOnceInTwoSeconds() {
        Machine one = new Machine();
        assertFalse(one.clock.isDue());
        pass(ROUND);
        assertTrue(one.clock.isDue());
        assertFalse(one.clock.isDue());
        pass(ROUND.minusMillis(1));
        assertFalse(one.clock.isDue());
    }

    @Test
    void aTellingIsReadAsItWasWritten() {
        Machine one = new Machine();
        for (boolean known : List.of(true, false)) {
            Telling telling = one.clock.telling("node", known);
            assertEquals(telling, Telling.read(telling.text()));
        }
    }
}
