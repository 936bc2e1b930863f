package almenara.stun;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.util.HexFormat;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ResponderTest {

    private static final byte[] REQUEST = HexFormat.of().parseHex("000100002112a442b7e7a701bc34d686fa87dfae");
    private final Responder responder = new Responder(2, new Random(5));

    private long answers(String address, int requests, long nanos) {
        return IntStream.range(0, requests).mapToObj(i -> new InetSocketAddress(address, 1024 + i))
                .filter(from -> responder.admits(from, nanos) && responder.answer(REQUEST, from).isPresent()).count();
    }

    @Test
    void anAddressGetsFiveSecondsWorthAtOnceThenItsRate() {
        assertEquals(10, answers("192.0.2.1", 50, 0));
        assertEquals(0, answers("192.0.2.1", 50, TimeUnit.MILLISECONDS.toNanos(499)));
        assertEquals(1, answers("192.0.2.1", 50, TimeUnit.MILLISECONDS.toNanos(500)));
        assertEquals(10, answers("192.0.2.2", 50, 0));
    }

    @Test
    void allOfAnIpv6NetworkCountAsOne() {
        assertEquals(10, answers("2001:db8:0:1::1", 50, 0));
        assertEquals(0, answers("2001:db8:0:1:ffff:ffff:ffff:ffff", 50, 0));
        assertEquals(10, answers("2001:db8:0:2::1", 50, 0));
    }

    @Test
    void whatGetsNoAnswerIsCountedAsWell() {
        InetSocketAddress from = new InetSocketAddress("192.0.2.3", 9);
        IntStream.range(0, 10).forEach(i -> assertTrue(responder.admits(from, 0) && responder.answer(new byte[20], from).isEmpty()));
        assertEquals(0, answers("192.0.2.3", 1, 0));
    }
}
