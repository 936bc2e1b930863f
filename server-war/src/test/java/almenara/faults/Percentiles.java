package almenara.faults;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;

/** Times, sorted, in nanoseconds. */
public record Percentiles(long[] sorted) {

    /** Of times in any order. */
    public static Percentiles of(LongStream times) {
        return new Percentiles(times.sorted().toArray());
    }

    /** The least time that so many percent of all do not exceed; 0 when there are none. */
    public long at(double percent) {
        int index = (int) Math.ceil(sorted.length * percent / 100) - 1;
        return sorted.length == 0 ? 0 : sorted[Math.max(0, index)];
    }

    /** The longest of all. */
    public long most() {
        return at(100);
    }

    /** p50, p99 and the most, in milliseconds. */
    @Override
    public String toString() {
        return String.join("/", Arrays.stream(new long[] {at(50), at(99), most()}).mapToObj(time -> Long.toString(TimeUnit.NANOSECONDS.toMillis(time))).toList());
    }
}
