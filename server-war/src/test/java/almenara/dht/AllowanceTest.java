package almenara.dht;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AllowanceTest {

    private final AtomicLong nanos = new AtomicLong();
    private final Allowance allowance = new Allowance(new Allowance.PerSecond(2, 8), new Random(3), nanos::get);

    private boolean known;
    private int senders;

    private long admitted(String address, int questions) {
        return IntStream.range(0, questions).filter(i -> allowance.admits(new InetSocketAddress(address, 2000 + i), () -> known)).count();
    }

    @Test
    void anAddressHasFiveSecondsWorthAtOnceThenItsRate() {
        assertEquals(10, admitted("1.1.1.1", 100));
        nanos.addAndGet(TimeUnit.MILLISECONDS.toNanos(499));
        assertEquals(0, admitted("1.1.1.1", 100));
        nanos.addAndGet(TimeUnit.MILLISECONDS.toNanos(1));
        assertEquals(1, admitted("1.1.1.1", 100));
    }

    @Test
    void aNetworkOfIpv6CountsAsOneAddress() {
        assertEquals(10, admitted("2a00:1:2:3::1", 100));
        assertEquals(0, admitted("2a00:1:2:3:ffff::1", 100));
    }

    @Test
    void allTogetherHaveTheirRateOfWhichAQuarterIsForNodesOfTheTable() {
        assertEquals(30, flood());
        known = true;
        assertEquals(10, flood());
        nanos.addAndGet(TimeUnit.SECONDS.toNanos(1));
        assertEquals(8, flood());
        nanos.addAndGet(TimeUnit.SECONDS.toNanos(1));
        known = false;
        assertEquals(6, flood());
        known = true;
        assertEquals(2, flood());
    }

    private long flood() {
        return IntStream.range(0, 200).mapToLong(i -> admitted("1." + ++senders / 200 + "." + i + ".1", 1)).sum();
    }

    @Test
    void theLeastRateThatCanBeSetLetsSomethingThrough() {
        Allowance least = new Allowance(new Allowance.PerSecond(1, 1), new Random(3), nanos::get);
        assertTrue(least.admits(new InetSocketAddress("1.1.1.1", 2000), () -> false));
    }
}
