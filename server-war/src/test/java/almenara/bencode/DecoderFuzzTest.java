package almenara.bencode;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import almenara.fuzz.Seeds;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

class DecoderFuzzTest {

    static Stream<byte[]> seeds() {
        return Seeds.texts("i-1e", "0:", "le", "de", "d1:ai0e1:bl2:xxee", "d1:ad1:bd1:cleee1:e5:abcdee", "i9223372036854775807e", "l".repeat(32) + "e".repeat(32));
    }

    @MethodSource("seeds")
    @FuzzTest
    void whatIsReadIsWrittenAsItCame(byte[] bytes) {
        try {
            assertArrayEquals(bytes, Decoder.decode(bytes).encode());
        } catch (Malformed refused) {
            // as it should be
        }
    }
}
