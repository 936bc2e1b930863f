package almenara.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import almenara.networks.Range;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressesTest {

    @Test
    void anAddressCountsAsAWholeAndOfIpv6ItsNetwork() {
        assertEquals(Addresses.key("203.0.113.7"), Addresses.key("::ffff:203.0.113.7"));
        assertNotEquals(Addresses.key("203.0.113.7"), Addresses.key("203.0.113.8"));
        assertEquals(Addresses.key("2001:db8:0:1::1"), Addresses.key("2001:db8:0:1:2:3:4:5%eth0"));
        assertNotEquals(Addresses.key("2001:db8:0:1::1"), Addresses.key("2001:db8:0:2::1"));
    }

    private static Addresses trusting(String... ranges) {
        return new Addresses(Stream.of(ranges).map(Range::parse).toList());
    }

    @Test
    void withoutATrustedProxyTheHeaderIsNotLookedAt() {
        assertEquals("192.0.2.1", trusting().caller("192.0.2.1", List.of("203.0.113.9")));
        assertEquals("192.0.2.1", trusting("10.0.0.0/8").caller("192.0.2.1", List.of("203.0.113.9")));
    }

    @Test
    void aTrustedProxyTellsWhoCalled() {
        assertEquals("203.0.113.9", trusting("10.0.0.0/8").caller("10.1.2.3", List.of("203.0.113.9")));
        assertEquals("2001:db8::7", trusting("::1").caller("::1", List.of("2001:db8::7")));
    }

    @Test
    void whatTheCallerWroteBeforeTheProxyCountsForNothing() {
        assertEquals("203.0.113.9", trusting("10.0.0.0/8").caller("10.1.2.3", List.of("127.0.0.1, 203.0.113.9")));
        assertEquals("203.0.113.9", trusting("10.0.0.0/8").caller("10.1.2.3", List.of("10.9.9.9", "203.0.113.9")));
    }

    @Test
    void oneTrustedProxyMayStandBehindAnother() {
        assertEquals("203.0.113.9", trusting("10.0.0.0/8").caller("10.1.2.3", List.of("1.1.1.1, 203.0.113.9, 10.4.5.6", "10.7.8.9")));
        assertEquals("10.4.5.6", trusting("10.0.0.0/8").caller("10.1.2.3", List.of("10.4.5.6")));
        assertEquals("10.1.2.3", trusting("10.0.0.0/8").caller("10.1.2.3", List.of()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "unknown", "example.org", "1.2.3", "1.2.3.256", "1.2.3.4.5", "0x7f.1", "1.2.3.4:80", "[::1]:80", ":::", "1.2.3.4 x", "_hidden"})
    void aHopThatIsNoAddressEndsTheWayBack(String hop) {
        assertEquals("10.1.2.3", trusting("10.0.0.0/8").caller("10.1.2.3", List.of("203.0.113.9, " + hop)));
    }

    @Test
    void theCallerOfARequestIsReadFromItsHeaders() {
        assertEquals("203.0.113.9", trusting("10.0.0.0/8").caller(Exchanges.request(Map.of("remote", "10.1.2.3", "x-forwarded-for", "203.0.113.9"))));
        assertEquals("10.1.2.3", trusting("10.0.0.0/8").caller(Exchanges.request(Map.of("remote", "10.1.2.3"))));
    }

    @ParameterizedTest
    @CsvSource({"203.0.113.9, cb0071", "203.0.113.255, cb0071", "203.0.114.9, cb0072", "2001:db8:1:2::3, 20010db80001", "2001:db8:1:ffff::, 20010db80001",
        "::ffff:203.0.113.9, cb0071", "fe80::1%eth0, fe8000000000"})
    void aPrefixIs24BitsOfIpv4Or48OfIpv6(String address, String prefix) {
        assertEquals(prefix, Addresses.prefix(address));
    }

    @ParameterizedTest
    @CsvSource({"10.0.0.0/8, 10.255.255.255, true", "10.0.0.0/8, 11.0.0.0, false", "192.0.2.128/25, 192.0.2.128, true", "192.0.2.128/25, 192.0.2.127, false",
        "192.0.2.1, 192.0.2.1, true", "192.0.2.1, 192.0.2.2, false", "0.0.0.0/0, 255.1.2.3, true", "0.0.0.0/0, ::1, false", "fd00::/8, fdff::1, true",
        "fd00::/8, fe00::1, false", "::/0, 2001:db8::1, true", "2001:db8::/33, 2001:db8:7fff::1, true", "2001:db8::/33, 2001:db8:8000::1, false"})
    void aRangeHoldsTheAddressesThatBeginLikeIt(String range, String address, boolean inside) {
        String told = inside ? "198.51.100.1" : address;
        assertEquals(told, trusting(range).caller(address, List.of("198.51.100.1")));
    }
}
