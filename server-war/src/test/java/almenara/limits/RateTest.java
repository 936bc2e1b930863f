package almenara.limits;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RateTest {

    private final Rate rate = new Rate(10, 3, new Random(1));

    @ParameterizedTest
    @ValueSource(longs = {0, 1_000_000, -1_000_000, Long.MIN_VALUE})
    void soManyAreLetThroughAtOnceThenOneAnInterval(long start) {
        for (int i = 0; i < 3; i++) {
            assertEquals(0, rate.delay(7, start));
        }
        assertEquals(10, rate.delay(7, start));
        assertEquals(1, rate.delay(7, start + 9));
        assertEquals(0, rate.delay(7, start + 10));
        assertEquals(10, rate.delay(7, start + 10));
    }

    @Test
    void whoOnlyAsksIsToldTheSameAndNothingCounts() {
        for (int i = 0; i < 3; i++) {
            IntStream.range(0, 10).forEach(again -> assertEquals(0, rate.due(7, 0)));
            assertEquals(0, rate.delay(7, 0));
        }
        assertEquals(10, rate.due(7, 0));
        assertEquals(1, rate.due(7, 9));
        assertEquals(0, rate.due(7, 10));
        assertEquals(0, rate.due(8, 0));
    }

    @Test
    void anAddressIsAKeyAndAnIpv6NetworkIsOne() throws java.net.UnknownHostException {
        assertEquals(key("192.0.2.7"), key("192.0.2.7"));
        assertNotEquals(key("192.0.2.7"), key("192.0.2.8"));
        assertEquals(key("2001:db8:0:1::1"), key("2001:db8:0:1:ffff::2"));
        assertNotEquals(key("2001:db8:0:1::1"), key("2001:db8:0:2::1"));
    }

    private static long key(String address) throws java.net.UnknownHostException {
        return Rate.key(java.net.InetAddress.getByName(address).getAddress());
    }

    @Test
    void whatIsRefusedCostsNothing() {
        IntStream.range(0, 100).forEach(i -> rate.delay(7, 0));
        assertEquals(0, rate.delay(7, 10));
    }

    @Test
    void whoWaitedLongHasNoMoreThanAllAtOnce() {
        rate.delay(7, 0);
        assertEquals(3, IntStream.range(0, 100).filter(i -> rate.delay(7, 1_000_000) == 0).count());
    }

    @Test
    void oneThatHasHadEnoughDoesNotKeepTheOthersOff() {
        IntStream.range(0, 100).forEach(i -> rate.delay(7, 0));
        long hit = IntStream.range(1000, 2000).filter(key -> rate.delay(key, 0) > 0).count();
        assertTrue(hit <= 1, () -> hit + " of 1000 others share its place");
    }

    @Test
    void aFloodOfInventedKeysCostsTheOthersNoMoreThanItsShareOfThePlaces() {
        Random keys = new Random(2);
        for (int i = 0; i < 6_553 * 3; i++) {
            rate.delay(keys.nextLong(), 0);
        }
        long hit = IntStream.range(0, 10_000).filter(key -> rate.delay(key, 0) > 0).count();
        assertTrue(hit < 1_000, () -> hit + " of 10,000 were refused by the keys of somebody else");
    }

    @Test
    void manyAtTheSameMomentGetNoMoreThanOneAfterTheOther() throws InterruptedException {
        AtomicInteger passed = new AtomicInteger();
        Thread[] threads = IntStream.range(0, 8).mapToObj(i -> Thread.startVirtualThread(() -> {
            for (int k = 0; k < 1000; k++) {
                passed.addAndGet(rate.delay(7, 0) == 0 ? 1 : 0);
            }
        })).toArray(Thread[]::new);
        for (Thread thread : threads) {
            thread.join();
        }
        assertEquals(3, passed.get());
    }

    @Test
    void whatCountsManyTimesIsLetThroughLikeAnyAndWaitedForAfterwards() {
        assertEquals(0, rate.delay(7, 0, 2));
        assertEquals(0, rate.delay(7, 0, 5), "one is left");
        assertEquals(50, rate.delay(7, 0, 5));
        assertEquals(50, rate.delay(7, 0));
        assertEquals(0, rate.delay(7, 50));
    }

    @Test
    void aRateThatLetsNothingThroughIsNone() {
        assertThrows(IllegalArgumentException.class, () -> new Rate(0, 1, new Random(1)));
        assertThrows(IllegalArgumentException.class, () -> new Rate(1, 0, new Random(1)));
    }
}
