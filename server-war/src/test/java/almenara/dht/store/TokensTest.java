package almenara.dht.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import almenara.dht.krpc.NodeId;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TokensTest {

    private final Random random = new Random(1);
    private final Tokens tokens = new Tokens(random);
    private final NodeId key = NodeId.random(random);
    private final InetAddress address = InetAddress.getByName("1.2.3.4");

    TokensTest() throws UnknownHostException {
    }

    @Test
    void aTokenIsGoodForFiveToTenMinutes() {
        byte[] token = tokens.make(address, key, 3 * Tokens.PERIOD - 1);
        assertTrue(tokens.accepts(token, address, key, 3 * Tokens.PERIOD - 1));
        assertTrue(tokens.accepts(token, address, key, 4 * Tokens.PERIOD - 1));
        assertFalse(tokens.accepts(token, address, key, 4 * Tokens.PERIOD));
        assertFalse(tokens.accepts(token, address, key, 2 * Tokens.PERIOD - 1));
    }

    @Test
    void aTokenIsForOneAddressAndOneKey() throws UnknownHostException {
        byte[] token = tokens.make(address, key, 0);
        assertArrayEquals(token, tokens.make(address, key, 0));
        assertFalse(tokens.accepts(token, InetAddress.getByName("1.2.3.5"), key, 0));
        assertFalse(tokens.accepts(token, address, NodeId.random(random), 0));
        assertFalse(tokens.accepts(new byte[0], address, key, 0));
        assertFalse(new Tokens(random).accepts(token, address, key, 0), "of another node");
    }
}
