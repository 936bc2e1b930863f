package almenara.dht;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetSocketAddress;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AllowanceTest {

    private final AtomicLong nanos = new AtomicLong();
    private final Allowance allowance = new Allowance(new Allowance.PerSecond(2, 10), new Random(3), nanos::get);

    private long admitted(String address, int questions) {
        return IntStream.range(0, questions).filter(i -> allowance.test(new InetSocketAddress(address, 2000 + i))).count();
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
    void allTogetherHaveTheirRate() {
        long all = IntStream.range(0, 200).mapToLong(i -> admitted("1.1." + i + ".1", 1)).sum();
        assertEquals(50, all);
        nanos.addAndGet(TimeUnit.SECONDS.toNanos(1));
        assertEquals(10, IntStream.range(0, 200).mapToLong(i -> admitted("1.2." + i + ".1", 1)).sum());
    }
}
