package almenara.dht;

import almenara.limits.Rate;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * How many answers others may have: each IPv4 address or IPv6 /64 so many a second, all together so many, and five times as many at once. A quarter of those for
 * all is for nodes of the table, so that invented senders, who cost nothing, do not silence a node for its acquaintances.
 */
public final class Allowance implements Admission {

    private static final int SECONDS_AT_ONCE = 5;
    private static final int PARTS = 4;
    private static final long ALL = 0;

    private final Rate each;
    private final Rate anybody;
    private final Rate acquaintances;
    private final LongSupplier nanos;

    /** Answers a second. */
    public record PerSecond(int each, int together) {
    }

    /** The time is in nanoseconds of any clock. */
    public Allowance(PerSecond rates, RandomGenerator random, LongSupplier nanos) {
        this.each = rate(rates.each(), PARTS, random);
        this.anybody = rate(rates.together(), PARTS - 1, random);
        this.acquaintances = rate(rates.together(), 1, random);
        this.nanos = nanos;
    }

    /** So many quarters of a rate. */
    private static Rate rate(int perSecond, int parts, RandomGenerator random) {
        return new Rate(PARTS * TimeUnit.SECONDS.toNanos(1) / perSecond / parts, SECONDS_AT_ONCE * perSecond * parts / PARTS, random);
    }

    @Override
    public boolean admits(InetSocketAddress from, BooleanSupplier known) {
        long now = nanos.getAsLong();
        return each.delay(Rate.key(from.getAddress().getAddress()), now) == 0 && (anybody.delay(ALL, now) == 0
                || acquaintances.due(ALL, now) == 0 && known.getAsBoolean() && acquaintances.delay(ALL, now) == 0);
    }
}
