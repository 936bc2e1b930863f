package almenara.limits;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.random.RandomGenerator;

/**
 * How often each of many may do something: so many times at once, and afterwards once an interval. It takes the same memory whoever asks: keys share 65,536
 * places by a hash that nobody outside can foresee, so what a flood of invented keys costs the others is at most its share of the places.
 *
 * <p>A place holds when the last of what was let through would have been due, had it come evenly (the generic cell rate algorithm, ITU-T I.371).
 */
public final class Rate {

    private static final int PLACES = 1 << 16;
    private static final long FIRST_MIX = 0xbf58476d1ce4e5b9L;
    private static final long SECOND_MIX = 0x94d049bb133111ebL;
    private static final int FIRST_SHIFT = 30;
    private static final int SECOND_SHIFT = 27;
    private static final int THIRD_SHIFT = 31;

    private final AtomicLongArray due;
    private final long interval;
    private final long credit;
    private final long salt;

    /** {@code interval} is in the unit of the times that are given later. */
    public Rate(long interval, int atOnce, RandomGenerator random) {
        if (interval < 1 || atOnce < 1) {
            throw new IllegalArgumentException("a rate lets something through");
        }
        this.interval = interval;
        this.credit = interval * (atOnce - 1);
        this.salt = random.nextLong();
        long[] never = new long[PLACES];
        Arrays.fill(never, Long.MIN_VALUE);
        this.due = new AtomicLongArray(never);
    }

    /** So many times a minute, which may all come at once. Its times are in nanoseconds. */
    public static Rate aMinute(int times, RandomGenerator random) {
        return new Rate(TimeUnit.MINUTES.toNanos(1) / times, times, random);
    }

    /** The key of an IP address, given in its 4 or 16 bytes: IPv4 as a whole; of IPv6 the network (/64), for its owner has all the rest. */
    public static long key(byte[] address) {
        ByteBuffer bytes = ByteBuffer.wrap(address);
        return address.length < Long.BYTES ? bytes.getInt() : bytes.getLong();
    }

    /** How long until whoever has that key may do it; 0: now. Nothing is counted. */
    public long due(long key, long now) {
        return Math.max(0, Math.max(due.get(place(key)), now) - now - credit);
    }

    /** 0 when whoever has that key may do it now, and then it counts as done; else how long until it may. */
    public long delay(long key, long now) {
        return delay(key, now, 1);
    }

    /** The same for what counts so many times. It may be done as soon as it may be done once, whatever it counts; what was too much is waited for afterwards. */
    public long delay(long key, long now, int times) {
        int place = place(key);
        while (true) {
            long last = due.get(place);
            long start = Math.max(last, now);
            if (start - now > credit) {
                return start - now - credit;
            }
            if (due.compareAndSet(place, last, start + interval * times)) {
                return 0;
            }
        }
    }

    private int place(long key) {
        long mixed = key ^ salt;
        mixed = (mixed ^ mixed >>> FIRST_SHIFT) * FIRST_MIX;
        mixed = (mixed ^ mixed >>> SECOND_SHIFT) * SECOND_MIX;
        return (int) (mixed ^ mixed >>> THIRD_SHIFT) & PLACES - 1;
    }
}
