package almenara.pow;

import java.time.Duration;

/**
 * How the effort that a node asks follows its load: a step each period, up at most twofold, down at most by a fifth, none while the load is where it should
 * be. It looks at the load alone, so nobody drives the price up by paying more than is asked (as "OnionFlation" does with Tor's). Pure: a level and a load
 * give the next level.
 */
public final class EffortLaw {

    private final long base;
    private final Steering steering;

    /** Where the load should be, how hard it is steered there, and what of it is told. */
    public record Steering(Aim aim, Gain up, Gain down, double most, Telling telling) {

        /** A target of utilisation, the half width around it in which nothing is done, and the utilisation above which nothing is smoothed. */
        public record Aim(double target, double band, double saturated) {
        }

        /** {@code exp(rate * distance)} a step, bounded by the factor. */
        public record Gain(double rate, double bound) {
        }

        /** How often there is a step; by what share the price has changed when it is told; and for how long a price that was told before is still taken. */
        public record Telling(Duration period, double change, Duration honoured) {
        }
    }

    /** A moment: the effort to an inexact degree, the smoothed utilisation, the effort that is asked, and what was asked until that second. */
    public record Level(long second, double effort, double utilisation, long asked, Former former) {
    }

    /** What was asked until that second. */
    public record Former(long asked, long until) {
    }

    private static final double STEPS = 8;
    private static final double HALF = 0.5;

    public EffortLaw(long base, Steering steering) {
        this.base = base;
        this.steering = steering;
    }

    /** The level of a node that has just started. */
    public Level start(long second) {
        return new Level(second, base, 0, base, new Former(base, second));
    }

    /** The level after that load; the same one while the period is not over. */
    public Level next(Level level, Load load) {
        if (load.second() - level.second() < steering.telling().period().toSeconds()) {
            return level;
        }
        double raw = load.utilisation();
        double smooth = raw > steering.aim().saturated() ? raw : HALF * raw + HALF * level.utilisation();
        double effort = Math.clamp(level.effort() * factor(smooth), base, base * steering.most());
        long asked = told(level.asked(), effort);
        Former former = asked == level.asked() ? level.former() : new Former(level.asked(), load.second());
        return new Level(load.second(), effort, smooth, asked, former);
    }

    /** The least effort of a quote that the node takes at that second: what is asked, or what was asked just before. */
    public long honoured(Level level, long second) {
        boolean justNow = second - level.former().until() < steering.telling().honoured().toSeconds();
        return justNow ? Math.min(level.asked(), level.former().asked()) : level.asked();
    }

    /** How many times the base is asked at that level. */
    public double rise(Level level) {
        return level.asked() / (double) base;
    }

    private double factor(double utilisation) {
        double over = utilisation - steering.aim().target();
        if (over > steering.aim().band()) {
            return Math.min(steering.up().bound(), Math.exp(steering.up().rate() * over));
        }
        return over < -steering.aim().band() ? Math.max(steering.down().bound(), Math.exp(steering.down().rate() * over)) : 1;
    }

    /** In steps of an eighth of an octave above the base, and only a change that matters, or the way back to the base. */
    private long told(long asked, double effort) {
        double octaves = Math.log(effort / base) / Math.log(2);
        long step = Math.round(base * Math.pow(2, Math.round(octaves * STEPS) / STEPS));
        boolean matters = Math.abs(step - asked) >= steering.telling().change() * asked;
        return matters || step == base ? step : asked;
    }
}
