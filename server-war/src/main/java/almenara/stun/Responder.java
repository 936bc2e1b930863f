package almenara.stun;

import almenara.limits.Rate;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/** The STUN server of a node: it answers each address only so often. */
public final class Responder {

    private static final int SECONDS_AT_ONCE = 5;

    private final Rate rate;

    /** {@code perSecond} answers for an IPv4 address or an IPv6 /64, and five times as many at once. */
    public Responder(int perSecond, RandomGenerator random) {
        this.rate = new Rate(TimeUnit.SECONDS.toNanos(1) / perSecond, SECONDS_AT_ONCE * perSecond, random);
    }

    /** True when that address may have another answer at that time, in nanoseconds of any clock; it counts, whether there is one or not. */
    public boolean admits(InetSocketAddress from, long nanos) {
        return rate.delay(Rate.key(from.getAddress().getAddress()), nanos) == 0;
    }

    /** The answer to a datagram, or nothing. */
    public Optional<byte[]> answer(byte[] datagram, InetSocketAddress from) {
        return Binding.answer(datagram, from);
    }
}
