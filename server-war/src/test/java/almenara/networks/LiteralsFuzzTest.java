package almenara.networks;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import almenara.fuzz.Seeds;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

class LiteralsFuzzTest {

    static Stream<byte[]> seeds() {
        return Seeds.texts("127.0.0.1", "10.0.0.0/8", "::1", "2001:db8::1:0:0:1/48", "::ffff:1.2.3.4", "fe80::1%eth0", "1.2.3", "0:0:0:0:0:0:0:0", "1::2::3");
    }

    @MethodSource("seeds")
    @FuzzTest
    void anAddressHasOneFormThatIsTheSameAddress(byte[] input) {
        String text = Seeds.text(input);
        if (Literals.isAddress(text)) {
            byte[] address = Literals.bytes(text);
            String canonical = Literals.canonical(address);
            assertArrayEquals(address, Literals.bytes(canonical));
            assertEquals(canonical, Literals.canonical(Literals.bytes(canonical)));
        }
        try {
            Range range = Range.parse(text);
            assertTrue(range.contains(range.address()));
        } catch (IllegalArgumentException refused) {
            // as it should be
        }
    }
}
