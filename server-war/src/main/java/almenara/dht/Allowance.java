package almenara.dht;

import almenara.limits.Rate;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/** How many answers others may have: each IPv4 address or IPv6 /64 so many a second, all together so many, and five times as many at once. */
public final class Allowance implements Predicate<InetSocketAddress> {

    private static final int SECONDS_AT_ONCE = 5;
    private static final long ALL = 0;

    private final Rate each;
    private final Rate together;
    private final LongSupplier nanos;

    /** Answers a second. */
    public record PerSecond(int each, int together) {
    }

    /** The time is in nanoseconds of any clock. */
    public Allowance(PerSecond rates, RandomGenerator random, LongSupplier nanos) {
        this.each = rate(rates.each(), random);
        this.together = rate(rates.together(), random);
        this.nanos = nanos;
    }

    private static Rate rate(int perSecond, RandomGenerator random) {
        return new Rate(TimeUnit.SECONDS.toNanos(1) / perSecond, SECONDS_AT_ONCE * perSecond, random);
    }

    @Override
    public boolean test(InetSocketAddress from) {
        long now = nanos.getAsLong();
        return each.delay(Rate.key(from.getAddress().getAddress()), now) == 0 && together.delay(ALL, now) == 0;
    }
}
