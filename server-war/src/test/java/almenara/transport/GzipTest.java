package almenara.transport;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import almenara.messages.Refusal;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class GzipTest {

    @Test
    void whatWasPackedIsUnpacked() {
        byte[] bytes = "a table".getBytes();
        assertArrayEquals(bytes, Gzip.unpack(Gzip.pack(bytes), 7));
        assertArrayEquals(new byte[0], Gzip.unpack(Gzip.pack(new byte[0]), 7));
    }

    @Test
    void whatIsNoGzipHoldsNothing() {
        byte[] packed = Gzip.pack("a table".getBytes());
        byte[] broken = packed.clone();
        broken[12] ^= 1;
        for (byte[] each : new byte[][] {{}, {1, 2, 3}, "{}".getBytes(), Arrays.copyOf(packed, packed.length - 9), broken}) {
            assertArrayEquals(new byte[0], Gzip.unpack(each, 100));
        }
    }

    @Test
    void whatUnpacksToMoreThanTheBoundIsRefusedAndNotUnpackedAnyFurther() {
        byte[] bomb = Gzip.pack(new byte[50_000_000]);
        assertEquals(Refusal.Code.TOO_LARGE, assertThrows(Refusal.class, () -> Gzip.unpack(bomb, 1000)).code());
        assertEquals(1000, Gzip.unpack(Gzip.pack(new byte[1000]), 1000).length);
        assertThrows(Refusal.class, () -> Gzip.unpack(Gzip.pack(new byte[1001]), 1000));
    }
}
