package almenara.dht.krpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SecureIdTest {

    /** The vectors of BEP 42. */
    @ParameterizedTest
    @CsvSource({"124.31.75.21, 5fbfbff10c5d6a4ec8a88e4c6ab4c28b95eee401", "21.75.31.124, 5a3ce9c14e7a08645677bbd1cfe7d8f956d53256",
        "65.23.51.170, a5d43220bc8f112a3d426c84764f8c2a1150e616", "84.124.73.14, 1b0321dd1bb1fe518101ceef99462b947a01ff41",
        "43.213.53.83, e56f6cbf5b7c4be0237986d5243b87aa6d51305a"})
    void theIdsOfTheStandardGoWithTheirAddresses(String address, String id) throws UnknownHostException {
        InetAddress ip = InetAddress.getByName(address);
        assertTrue(SecureId.complies(NodeId.parse(id), ip));
        assertFalse(SecureId.complies(NodeId.parse(id), InetAddress.getByName("124.31.75.22")), "another address");
        for (int bit = 0; bit < 24; bit++) {
            byte[] other = NodeId.parse(id).bytes();
            other[bit / 8] ^= (byte) (0x80 >> bit % 8);
            assertEquals(bit >= 21, SecureId.complies(new NodeId(other), ip), "bit " + bit);
        }
    }

    @ParameterizedTest
    @CsvSource({"192.0.2.7", "2001:db8:5:6::1"})
    void anIdThatIsMadeForAnAddressGoesWithItAndHardlyWithAnother(String address) throws UnknownHostException {
        Random random = new Random(42);
        InetAddress ip = InetAddress.getByName(address);
        int others = 0;
        for (int i = 0; i < 2000; i++) {
            NodeId id = SecureId.make(ip, random);
            assertTrue(SecureId.complies(id, ip));
            byte[] other = ip.getAddress();
            random.nextBytes(other);
            others += SecureId.complies(id, InetAddress.getByAddress(other)) ? 1 : 0;
        }
        assertTrue(others <= 1);
    }

    @Test
    void ofAnIpv6AddressTheHostPartDoesNotCount() throws UnknownHostException {
        NodeId id = SecureId.make(InetAddress.getByName("2a00:db8:5:6::1"), new Random(1));
        assertTrue(SecureId.complies(id, InetAddress.getByName("2a00:db8:5:6:ffff::2")));
        assertFalse(SecureId.complies(id, InetAddress.getByName("2a00:db8:5:7::1")));
    }

    @ParameterizedTest
    @CsvSource({"10.1.2.3", "172.31.255.255", "192.168.0.1", "169.254.9.9", "127.0.0.1", "::1", "fd00::1", "fe80::1"})
    void privateAddressesAreExempt(String address) {
        assertTrue(new Contact(NodeId.random(new Random(3)), new InetSocketAddress(address, 6881)).complies());
        assertFalse(new Contact(NodeId.random(new Random(3)), new InetSocketAddress("8.8.8.8", 6881)).complies());
    }
}
