package almenara.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import almenara.fuzz.Seeds;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Bodies of clients that poll. */
class PayloadsFuzzTest {

    static Stream<byte[]> seeds() {
        return Seeds.texts("40\u001e42[\"grüße ✓ 🙂\"]\u001e2", "2:4016:42[\"grüße ✓ 🙂\"]1:2", "5:abc", "99999999:a", "999999999:a", "0:0:", "\u001e\u001e", "");
    }

    @MethodSource("seeds")
    @FuzzTest
    void whatIsSplitIsPartOfTheBodyAndJoinedAsTheSame(byte[] input) {
        String body = Seeds.text(input);
        assertEquals(body, Payloads.FOUR.join(Payloads.FOUR.split(body)));
        for (Payloads payloads : Payloads.values()) {
            List<String> packets = payloads.split(body);
            assertTrue(packets.stream().mapToInt(String::length).sum() <= body.length());
            int from = 0;
            for (String packet : packets) {
                int at = body.indexOf(packet, from);
                assertTrue(at >= from);
                from = at + packet.length();
            }
            assertEquals(packets, payloads.split(payloads.join(packets)));
        }
    }
}
