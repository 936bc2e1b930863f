package almenara.stun;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.net.InetSocketAddress;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

class BindingFuzzTest {

    private static final InetSocketAddress FROM = new InetSocketAddress("192.0.2.1", 32_853);
    private static final InetSocketAddress FROM_IPV6 = new InetSocketAddress("2001:db8::1", 32_853);
    private static final int UDP = 8;

    private static byte[] request(int length, String attributes) {
        return HexFormat.of().parseHex(String.format("0001%04x2112a442b7e7a701bc34d686fa87dfae", length) + attributes);
    }

    static Stream<byte[]> seeds() {
        byte[] mask = HexFormat.of().parseHex("2112a442b7e7a701bc34d686fa87dfae");
        return Stream.of(request(0, ""), request(8, "0003000400000001"), request(12, "802200056162636465000000"), request(4, "00080000"),
                new Writer(1, mask).fingerprint(), new Writer(1, mask).attribute(0x7777, new byte[3]).fingerprint());
    }

    @MethodSource("seeds")
    @FuzzTest
    void anAnswerIsAMessageOfTheSameTransactionAndNotMuchLonger(byte[] datagram) {
        for (InetSocketAddress from : new InetSocketAddress[] {FROM, FROM_IPV6}) {
            Binding.answer(datagram, from).ifPresent(answer -> {
                Message message = Message.parse(answer).orElseThrow();
                assertArrayEquals(Message.parse(datagram).orElseThrow().mask(), message.mask());
                assertTrue(UDP + answer.length <= 2 * (UDP + datagram.length));
            });
        }
    }
}
