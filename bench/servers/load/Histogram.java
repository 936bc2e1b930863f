package load;

/** Times in nanoseconds, kept within 1.6 %. */
final class Histogram {

    private static final int FINE = 6;
    private final long[] counts = new long[(Long.SIZE - FINE + 1) << FINE];
    private long total;
    private long most;

    void add(long nanos) {
        long value = Math.max(0, nanos);
        counts[index(value)]++;
        total++;
        most = Math.max(most, value);
    }

    private static int index(long value) {
        int shift = Math.max(0, Long.SIZE - Long.numberOfLeadingZeros(value) - FINE - 1);
        return (shift << FINE) + (int) (value >>> shift);
    }

    /** Milliseconds below which so great a share of the times is; 0 when there are none. */
    double quantile(double share) {
        long wanted = (long) Math.ceil(total * share);
        long seen = 0;
        for (int i = 0; i < counts.length; i++) {
            seen += counts[i];
            if (seen >= wanted && seen > 0) {
                return Math.min(upper(i), most) / 1e6;
            }
        }
        return 0;
    }

    private static long upper(int index) {
        int shift = Math.max(0, (index >> FINE) - 1);
        long first = index - ((long) shift << FINE);
        return (first + 1 << shift) - 1;
    }
}
