package almenara.nodes;

import static org.junit.jupiter.api.Assertions.assertEquals;

import almenara.networks.Literals;
import almenara.networks.Range;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReachTest {

    private static final Reach WORLD = new Reach(List.of(), Set.of(443));
    private static final Reach LAN = new Reach(List.of(Range.parse("10.1.0.0/16"), Range.parse("fd00:1::/32")), Set.of(443, 8080));

    private static boolean admits(Reach reach, String url, String address) {
        return reach.admits(NodeUrl.read(url).orElseThrow(), Literals.bytes(address));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.1.1.1", "9.255.255.255", "11.0.0.0", "100.63.255.255", "100.128.0.0", "126.255.255.255", "128.0.0.0", "169.253.255.255", "169.255.0.0",
        "172.15.255.255", "172.32.0.0", "192.0.1.0", "192.167.255.255", "192.169.0.0", "198.17.255.255", "198.20.0.0", "223.255.255.255", "168.63.129.15",
        "2000::", "2001:200::1", "2001:db7:ffff::1", "2001:db9::", "2003::1", "2606:4700::1111", "3ffe::1", "3fff:1000::1"})
    void thePublicInternetIsReachedUpToTheEdgesOfWhatIsNot(String address) {
        assertEquals(true, admits(WORLD, "https://node.example/", address));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "0.255.255.255", "10.0.0.0", "10.255.255.255", "100.64.0.0", "100.127.255.255", "127.0.0.1", "127.255.255.255", "169.254.0.0",
        "169.254.169.254", "172.16.0.0", "172.31.255.255", "192.0.0.0", "192.0.0.192", "192.0.2.1", "192.88.99.1", "192.168.0.0", "192.168.255.255", "198.18.0.0",
        "198.19.255.255", "198.51.100.1", "203.0.113.1", "224.0.0.1", "239.255.255.255", "240.0.0.1", "255.255.255.255", "168.63.129.16", "::", "::1",
        "64:ff9b::7f00:1", "64:ff9b:1::1", "100::1", "1fff::1", "2001::1", "2001:1ff::1", "2001:db8::1", "2002:7f00:1::", "2620:4f:8000::1", "3fff::1", "3fff:fff::1",
        "4000::1", "5f00::1", "fc00::1", "fd00:ec2::254", "fe80::1", "fec0::1", "ff02::1"})
    void nothingElseIs(String address) {
        assertEquals(false, admits(WORLD, "https://node.example/", address));
    }

    @ParameterizedTest
    @CsvSource({"https://node.example/, 10.1.2.3, true", "http://node.example:8080/, 10.1.2.3, true", "http://node.example:8080/, fd00:1::5, true",
        "http://node.example:8080/, 10.2.0.0, false", "http://node.example:8080/, 1.1.1.1, false", "https://node.example:8080/, 1.1.1.1, true",
        "http://node.example/, 10.1.2.3, false", "https://node.example:8443/, 10.1.2.3, false", "http://node.example:8080/, fd00:2::5, false"})
    void aNetworkThatTheOperatorNamesIsReachedWithoutTlsTooAtItsPortsAlone(String url, String address, boolean admitted) {
        assertEquals(admitted, admits(LAN, url, address));
    }
}
