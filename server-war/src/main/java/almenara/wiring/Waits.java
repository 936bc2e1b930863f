package almenara.wiring;

import java.util.Arrays;

/** How long tasks had to wait, since it was last asked: what nine of ten stayed below, so that a single one that met a busy moment does not count. */
final class Waits {

    private static final int MOST = 1024;
    private static final double SHARE = 0.9;

    private final long[] nanos = new long[MOST];
    private int count;

    /** Beyond 1,024 the newest take the places of the oldest. */
    synchronized void add(long wait) {
        nanos[count++ % MOST] = wait;
    }

    /** Nanoseconds; 0 when nothing has waited. */
    synchronized long take() {
        int known = Math.min(count, MOST);
        count = 0;
        Arrays.sort(nanos, 0, known);
        return known == 0 ? 0 : nanos[(int) (known * SHARE)];
    }
}
