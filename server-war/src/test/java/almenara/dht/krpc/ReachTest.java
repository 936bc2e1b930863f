package almenara.dht.krpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReachTest {

    private static boolean admits(Family family, boolean privateToo, String address) {
        return new Reach(family, privateToo).admits(new InetSocketAddress(address, 6881));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.1.1.1", "9.255.255.255", "11.0.0.0", "100.63.255.255", "100.128.0.0", "172.15.255.255", "172.32.0.0", "192.169.0.1",
        "223.255.255.255", "198.17.0.1", "198.20.0.1"})
    void hostsOfTheInternetAreInReach(String address) {
        assertTrue(admits(Family.IPV4, false, address));
        assertFalse(admits(Family.IPV6, true, address));
    }

    @ParameterizedTest
    @ValueSource(strings = {"2a00:1450::1", "2600::1", "2001:200::1", "2003::1", "2000::1", "3fff:1000::1", "3ffe::1"})
    void soAreThoseOfIpv6(String address) {
        assertTrue(admits(Family.IPV6, false, address));
        assertFalse(admits(Family.IPV4, true, address));
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.0", "10.255.255.255", "100.64.0.1", "100.127.255.255", "127.0.0.1", "169.254.169.254", "172.16.0.1", "172.31.255.255",
        "192.168.255.255", "::1", "fc00::1", "fdff::1", "fe80::1"})
    void privateNetworksAreInReachWhereTheyAreAllowed(String address) throws UnknownHostException {
        Family family = Family.of(InetAddress.getByName(address));
        assertTrue(admits(family, true, address));
        assertFalse(admits(family, false, address));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "0.1.2.3", "192.0.0.1", "192.0.2.1", "192.88.99.1", "198.18.0.1", "198.19.255.255", "198.51.100.1", "203.0.113.1",
        "224.0.0.1", "239.255.255.255", "240.0.0.1", "255.255.255.255", "::", "64:ff9b::1.2.3.4", "64:ff9b:1::1", "100::1", "2001::1", "2001:1ff::1",
        "2001:db8::1", "2002:7f00:1::1", "3fff::1", "3fff:fff::1", "ff02::1", "1fff::1", "4000::1", "5f00::1", "::1.2.3.4"})
    void nobodyIsInReachAtOtherAddresses(String address) throws UnknownHostException {
        assertFalse(admits(Family.of(InetAddress.getByName(address)), true, address));
    }

    @Test
    void portsOfServicesAreOutOfReach() {
        Reach reach = new Reach(Family.IPV4, false);
        for (int port : new int[] {0, 53, 123, 1023}) {
            assertFalse(reach.admits(new InetSocketAddress("1.1.1.1", port)));
        }
        assertTrue(reach.admits(new InetSocketAddress("1.1.1.1", 1024)) && reach.admits(new InetSocketAddress("1.1.1.1", 65535)));
    }

    @Test
    void neighboursHaveTheirNetworkInCommon() throws UnknownHostException {
        assertEquals(Networks.near(InetAddress.getByName("1.2.3.4")), Networks.near(InetAddress.getByName("1.2.3.255")));
        assertFalse(Networks.near(InetAddress.getByName("1.2.3.4")).equals(Networks.near(InetAddress.getByName("1.2.4.4"))));
        assertEquals(Networks.far(InetAddress.getByName("1.2.3.4")), Networks.far(InetAddress.getByName("1.2.255.4")));
        assertEquals(Networks.near(InetAddress.getByName("2a00:1:2:3::")), Networks.near(InetAddress.getByName("2a00:1:2:4::")));
        assertEquals(Networks.far(InetAddress.getByName("2a00:1:2:3::")), Networks.far(InetAddress.getByName("2a00:1:3:4::")));
    }
}
