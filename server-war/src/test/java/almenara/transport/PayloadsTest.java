package almenara.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class PayloadsTest {

    private static final List<String> PACKETS = List.of("40", "42[\"grüße ✓ 🙂\"]", "2");

    @ParameterizedTest
    @EnumSource
    void whatIsJoinedIsSplitAgain(Payloads payloads) {
        assertEquals(PACKETS, payloads.split(payloads.join(PACKETS)));
    }

    @Test
    void packetsStandInABodyAsTheReferenceServerWritesThem() {
        assertEquals("40\u001e42[\"grüße ✓ 🙂\"]\u001e2", Payloads.of("4").join(PACKETS));
        assertEquals("2:4016:42[\"grüße ✓ 🙂\"]1:2", Payloads.of("3").join(PACKETS));
        assertEquals(Payloads.THREE, Payloads.of(null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "5:abc", ":", "-1:a", "999999999999:a", "1", "1x:a"})
    void whatHasNoLengthIsOnePacketToTheEnd(String body) {
        assertEquals(List.of(body), Payloads.THREE.split(body));
        assertEquals(List.of("2", body), Payloads.THREE.split("1:2" + body));
    }

    @ParameterizedTest
    @EnumSource
    void anyTextIsSplit(Payloads payloads) {
        Random random = new Random(39);
        String[] parts = {"1", "2", ":", "\u001e", "4", "0", "é", "99", "-", " ", "\0"};
        for (int round = 0; round < 10_000; round++) {
            String body = IntStream.range(0, random.nextInt(12)).mapToObj(each -> parts[random.nextInt(parts.length)]).collect(Collectors.joining());
            assertTrue(payloads.split(body).stream().mapToInt(String::length).sum() <= body.length());
        }
    }
}
