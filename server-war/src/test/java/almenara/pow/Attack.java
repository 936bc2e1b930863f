package almenara.pow;

import almenara.pow.EffortLaw.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A node under attack, second by second: it does 2,000 posts a second, honest clients bring 200, and an attacker as many as its hash rate pays for, always
 * with the cheapest quote that is still taken. What it can't do at once waits, for a second at most; the rest is dropped.
 */
final class Attack {

    static final long BASE = 1L << 16;
    static final int BEGINS = 30;
    static final int ENDS = 180;
    static final int OVER = 330;
    private static final double CAPACITY = 2000;
    private static final double HONEST = 200;
    private static final double NOISE = 0.03;

    /** The second, the share of the processors that work, the effort that is asked, and the posts a second that come. */
    record Point(int second, double load, double effort, double posts) {
    }

    private final EffortLaw law = new EffortLaw(BASE, Standard.STEERING);
    private final Random random = new Random(1);
    private final double hashes;
    private double waiting;

    /** An attacker of so many hashes a second. */
    Attack(double hashes) {
        this.hashes = hashes;
    }

    List<Point> run() {
        List<Point> points = new ArrayList<>();
        Level level = law.start(0);
        double busy = 0;
        for (int second = 1; second <= OVER; second++) {
            double attack = second > BEGINS && second <= ENDS ? hashes / law.honoured(level, second) : 0;
            double posts = (HONEST + attack) * (1 + NOISE * random.nextGaussian());
            double done = Math.min(CAPACITY, posts + waiting);
            waiting = Math.min(CAPACITY, waiting + posts - done);
            busy += done / CAPACITY;
            points.add(new Point(second, done / CAPACITY, level.asked(), posts));
            Level next = law.next(level, new Load(second, busy / (second - level.second()), 0.3, delay(), new Load.Room(0.1, 0)));
            busy = next == level ? busy : 0;
            level = next;
        }
        return points;
    }

    /** Of the 50 ms that a task may wait. */
    private double delay() {
        return 20 * waiting / CAPACITY;
    }
}
