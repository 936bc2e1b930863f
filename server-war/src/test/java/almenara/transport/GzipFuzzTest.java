package almenara.transport;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import almenara.messages.Refusal;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

class GzipFuzzTest {

    private static final int MOST = 100;

    static Stream<byte[]> seeds() {
        byte[] packed = Gzip.pack("{\"key\":{\"bleachTTL\":30}}".getBytes(StandardCharsets.UTF_8));
        return Stream.of(packed, Arrays.copyOf(packed, packed.length - 4), Gzip.pack(new byte[MOST]), Gzip.pack(new byte[MOST + 1]), new byte[0]);
    }

    @MethodSource("seeds")
    @FuzzTest
    void whatIsUnpackedIsBounded(byte[] packed) {
        try {
            assertTrue(Gzip.unpack(packed, MOST).length <= MOST);
        } catch (Refusal refused) {
            assertEquals(Refusal.Code.TOO_LARGE, refused.code());
        }
        assertArrayEquals(packed, Gzip.unpack(Gzip.pack(packed), packed.length));
    }
}
