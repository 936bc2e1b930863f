package almenara.pow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import almenara.pow.Attack.Point;
import almenara.pow.EffortLaw.Level;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EffortLawTest {

    private static final long BASE = 65_536;
    private final EffortLaw law = new EffortLaw(BASE, Standard.STEERING);

    private static Load cpu(long second, double cpu) {
        return new Load(second, cpu, 0, 0, new Load.Room(0, 0));
    }

    private Level steps(Level from, int steps, double cpu) {
        Level level = from;
        for (int i = 0; i < steps; i++) {
            level = law.next(level, cpu(level.second() + 5, cpu));
        }
        return level;
    }

    private static double average(List<Point> points, int from, Predicate<Point> upTo) {
        return points.stream().filter(point -> point.second() > from).filter(upTo).mapToDouble(Point::load).average().orElseThrow();
    }

    @Test
    void underAStepOfAttackTheLoadIsUnderItsTargetWithinHalfAMinute() {
        List<Point> points = new Attack(1e9).run();
        for (int from = Attack.BEGINS + 30; from < Attack.ENDS - 5; from++) {
            int end = from + 5;
            assertTrue(average(points, from, point -> point.second() <= end) < 0.75, "five seconds from " + from);
        }
        assertTrue(average(points, Attack.BEGINS + 30, point -> point.second() <= Attack.ENDS) < 0.65);
    }

    @Test
    void afterTheAttackThePriceIsBackAtItsBaseWithinNinetySeconds() {
        new Attack(1e9).run().stream().filter(point -> point.second() > Attack.ENDS + 90).forEach(point -> assertEquals(BASE, point.effort()));
    }

    @Test
    void underAnAttackThatGoesOnThePriceDoesNotSwing() {
        List<Point> settled = new Attack(1e9).run().stream().filter(point -> point.second() > Attack.BEGINS + 75 && point.second() <= Attack.ENDS).toList();
        double mean = settled.stream().mapToDouble(Point::effort).average().orElseThrow();
        settled.forEach(point -> assertTrue(Math.abs(point.effort() - mean) < 0.3 * mean, point.toString()));
    }

    @Test
    void theDrawingInTheDocsIsThatOfThisLaw() throws IOException {
        assertEquals(EffortPlot.text(), Files.readString(EffortPlot.FILE));
    }

    @Test
    void theHonestAlonePayTheBase() {
        new Attack(0).run().forEach(point -> assertEquals(BASE, point.effort()));
    }

    @ParameterizedTest
    @CsvSource({"0.61,1", "0.65,1", "0.69,1", "1.0,2", "0.0,0.8", "0.55,0.9118"})
    void aStepGoesUpTwofoldAndDownByAFifthAtMost(double cpu, double factor) {
        Level high = new Level(100, 8 * BASE, cpu, 8 * BASE, new EffortLaw.Former(8 * BASE, 0));
        assertEquals(8 * BASE * factor, law.next(high, cpu(105, cpu)).effort(), BASE / 1000.0);
    }

    @Test
    void thePriceStaysBetweenTheBaseAndSixtyFourTimesIt() {
        Level top = steps(law.start(0), 100, 1);
        assertEquals(64 * BASE, top.asked());
        assertEquals(BASE, steps(top, 100, 0).asked());
    }

    @Test
    void nothingHappensBeforeThePeriodIsOver() {
        Level start = law.start(100);
        assertSame(start, law.next(start, cpu(104, 1)));
        assertTrue(law.next(start, cpu(105, 1)).asked() > BASE);
    }

    @Test
    void onlyAChangeOfFifteenPercentIsTold() {
        Random random = new Random(5);
        Level level = law.start(0);
        for (int i = 0; i < 10_000; i++) {
            Level next = steps(level, 1, random.nextDouble());
            double change = Math.abs((double) next.asked() / level.asked() - 1);
            assertTrue(change == 0 || change >= 0.15 || next.asked() == BASE);
            assertTrue(Math.abs(next.asked() / next.effort() - 1) < 0.25);
            level = next;
        }
    }

    @Test
    void thePriceOfAMomentAgoIsStillTaken() {
        Level level = steps(law.start(0), 1, 1);
        assertEquals(2 * BASE, level.asked());
        assertEquals(BASE, law.honoured(level, 9));
        assertEquals(2 * BASE, law.honoured(level, 10));
        Level top = steps(law.start(0), 10, 1);
        Level less = steps(top, 3, 0);
        assertTrue(less.asked() < top.asked());
        assertEquals(less.asked(), law.honoured(less, less.second()));
    }

    @Test
    void whateverIsScarcestCounts() {
        Load.Room none = new Load.Room(0, 0);
        assertEquals(0.5, new Load(0, 0.5, 0.2, 0.2, none).utilisation());
        assertEquals(0.6, new Load(0, 0.5, 0.6, 0.2, none).utilisation());
        assertEquals(0.8, new Load(0, 0.5, 0.6, 0.8, none).utilisation());
        assertEquals(1, new Load(0, 0.5, 0.6, 80, none).utilisation());
        assertEquals(0.9, new Load(0, 0, 0, 0, new Load.Room(0.9, 0.1)).utilisation());
        assertEquals(0.7, new Load(0, 0, 0, 0, new Load.Room(0.1, 0.7)).utilisation());
    }
}
