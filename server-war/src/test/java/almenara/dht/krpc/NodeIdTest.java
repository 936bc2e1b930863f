package almenara.dht.krpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;

class NodeIdTest {

    private final Random random = new Random(160);

    @Test
    void nearnessIsTheXorAsANumber() {
        for (int i = 0; i < 2000; i++) {
            NodeId here = NodeId.random(random);
            NodeId one = here.sibling(random.nextInt(160), random);
            NodeId other = i % 10 == 0 ? one : here.sibling(random.nextInt(160), random);
            int expected = xor(here, one).compareTo(xor(here, other));
            assertEquals(expected, Integer.signum(here.nearest().compare(one, other)));
        }
    }

    private static BigInteger xor(NodeId one, NodeId other) {
        return new BigInteger(1, one.bytes()).xor(new BigInteger(1, other.bytes()));
    }

    @Test
    void aSiblingHasJustSoManyBitsInCommon() {
        NodeId id = NodeId.random(random);
        for (int bits = 0; bits < NodeId.BITS; bits++) {
            NodeId sibling = id.sibling(bits, random);
            assertEquals(bits, id.common(sibling));
            assertEquals(NodeId.BITS - bits, xor(id, sibling).bitLength());
        }
        assertEquals(NodeId.BITS, id.common(new NodeId(id.bytes().clone())));
    }

    @Test
    void anIdHasTwentyBytes() {
        assertThrows(IllegalArgumentException.class, () -> new NodeId(new byte[19]));
        assertThrows(IllegalArgumentException.class, () -> new NodeId(new byte[21]));
        assertEquals("4a533d47ec9c7d95b1ad75f576cffc641853b750", NodeId.parse("4a533d47ec9c7d95b1ad75f576cffc641853b750").toString());
    }
}
