package load;

/** When turns begin: so many a second, or, with a rate of 0, whenever fewer messages than a window are under way. */
final class Pace {

    /** Later than any moment: not before something has been heard. */
    static final long WHEN_HEARD = Long.MAX_VALUE;
    private static final double SECOND = 1e9;

    private final long began = System.nanoTime();
    private final double rate;
    private final double seconds;
    private final long window;
    private long turns;

    Pace(double rate, double seconds, long window) {
        this.rate = rate;
        this.seconds = seconds;
        this.window = window;
    }

    boolean goesOn() {
        return System.nanoTime() - began < seconds * SECOND;
    }

    /** The moment at which the next turn is due, of {@link System#nanoTime}. */
    long due(long underWay) {
        if (rate > 0) {
            return began + (long) (turns * SECOND / rate);
        }
        return underWay < window ? began : WHEN_HEARD;
    }

    /** A turn begins; the nanoseconds by which it is late. */
    long begun(long due) {
        turns++;
        return rate > 0 ? System.nanoTime() - due : 0;
    }

    /** Milliseconds until then, at least one. */
    long patience(long due) {
        return Math.max(1, (due - System.nanoTime()) / 1_000_000);
    }

    double elapsed() {
        return (System.nanoTime() - began) / SECOND;
    }
}
