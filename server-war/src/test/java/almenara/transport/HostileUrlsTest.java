package almenara.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import almenara.networks.Literals;
import almenara.nodes.NodeUrl;
import almenara.nodes.Reach;
import almenara.nodes.Verdict;
import almenara.nodes.VisitFailure;
import almenara.nodes.Web;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Sixty-odd URLs that somebody might put into a record to have a node call what only it can reach: not one connection is made. */
class HostileUrlsTest {

    /** What the names of the table lead to, whoever owns them. */
    private static final Map<String, String> NAMES = Map.ofEntries(Map.entry("localhost", "127.0.0.1"), Map.entry("home.example", "127.0.0.1"),
            Map.entry("home6.example", "::1"), Map.entry("metadata.google.internal", "169.254.169.254"), Map.entry("metadata", "169.254.169.254"),
            Map.entry("router.example", "192.168.1.1"), Map.entry("intranet", "10.0.0.5"), Map.entry("mixed.example", "20.0.0.1 127.0.0.1"),
            Map.entry("last.example", "2606:4700::1 20.0.0.1 10.0.0.1"), Map.entry("nat64.example", "64:ff9b::7f00:1"), Map.entry("sixtofour.example", "2002:7f00:1::1"),
            Map.entry("teredo.example", "2001:0:1::80ff:fffe"), Map.entry("ula.example", "fd00:ec2::254"), Map.entry("link.example", "fe80::1"),
            Map.entry("multicast.example", "224.0.0.251"), Map.entry("cgnat.example", "100.64.0.1"), Map.entry("zero.example", "0.0.0.0"),
            Map.entry("broadcast.example", "255.255.255.255"), Map.entry("azure.example", "168.63.129.16"), Map.entry("good.example", "20.0.0.1"),
            Map.entry("xn--lcalhost-9za.example", "127.0.0.1"));

    private final List<InetSocketAddress> connections = new ArrayList<>();
    private final List<String> resolved = new ArrayList<>();

    static List<String> hostile() {
        return List.of(
                "https://127.0.0.1/", "https://127.1/", "https://127.0.1/", "https://2130706433/", "https://0x7f000001/", "https://0x7f.0.0.1/", "https://0177.0.0.1/",
                "https://017700000001/", "https://127.0.0.1./", "https://127.255.255.254/", "https://0.0.0.0/", "https://0/", "https://10.0.0.1/", "https://172.16.0.1/",
                "https://172.31.255.255/", "https://192.168.0.1/", "https://169.254.169.254/", "https://169.254.169.254/latest/meta-data/", "https://100.100.100.200/",
                "https://192.0.0.192/", "https://168.63.129.16/", "https://100.64.0.1/", "https://198.18.0.1/", "https://224.0.0.1/", "https://255.255.255.255/",
                "https://[::1]/", "https://[::]/", "https://[0:0:0:0:0:0:0:1]/", "https://[::ffff:127.0.0.1]/", "https://[::ffff:7f00:1]/", "https://[::127.0.0.1]/",
                "https://[64:ff9b::7f00:1]/", "https://[64:ff9b:1::a00:1]/", "https://[2002:7f00:1::]/", "https://[2001:0:1::80ff:fffe]/", "https://[fd00:ec2::254]/",
                "https://[fe80::1]/", "https://[fe80::1%25eth0]/", "https://[ff02::1]/", "https://[fec0::1]/",
                "https://localhost/", "https://home.example/", "https://home6.example/", "https://metadata.google.internal/", "https://metadata/", "https://router.example/",
                "https://intranet/", "https://mixed.example/", "https://last.example/", "https://nat64.example/", "https://sixtofour.example/", "https://teredo.example/",
                "https://ula.example/", "https://link.example/", "https://multicast.example/", "https://cgnat.example/", "https://zero.example/",
                "https://broadcast.example/", "https://azure.example/", "https://xn--lcalhost-9za.example/",
                "http://good.example/", "https://good.example:22/", "https://good.example:6379/", "https://good.example:8443/", "https://user:password@good.example/",
                "https://good.example@127.0.0.1/", "https://127.0.0.1#@good.example/", "https://127.0.0.1\\@good.example/", "https://good.example/%0d%0aHost:home.example/",
                "https://good.example/?url=http://127.0.0.1/", "https://\u24d6\u24de\u24de\u24d3.example/", "https://l\u00f3calhost.example/", "https://127\u30020\u30020\u30021/",
                "https://good.example\r\nX: y/", "gopher://good.example/", "file:///etc/passwd", "jar:https://good.example/!/", "HTTPS://GOOD.EXAMPLE/", "https:good.example/",
                "//good.example/");
    }

    private final class Counted implements PinnedWeb.Lines {
        @Override
        public InetAddress[] resolve(String name) throws IOException {
            resolved.add(name);
            String addresses = Literals.isAddress(name) ? name : Optional.ofNullable(NAMES.get(name)).orElseThrow(() -> new IOException("no such name: " + name));
            return Arrays.stream(addresses.split(" ")).map(HostileUrlsTest::address).toArray(InetAddress[]::new);
        }

        @Override
        public Socket connect(InetSocketAddress address, int millis) throws IOException {
            connections.add(address);
            throw new IOException("counted");
        }
    }

    private static InetAddress address(String text) {
        try {
            return InetAddress.getByAddress(Literals.bytes(text));
        } catch (IOException e) {
            throw new IllegalArgumentException(text, e);
        }
    }

    private Web web() {
        return new PinnedWeb(new Reach(List.of(), Set.of(443)), new Counted(), (SSLSocketFactory) SSLSocketFactory.getDefault());
    }

    @ParameterizedTest
    @MethodSource("hostile")
    void noConnectionIsMade(String text) {
        Optional<NodeUrl> url = NodeUrl.read(text);
        if (url.isPresent()) {
            assertEquals(Verdict.FORBIDDEN, assertThrows(VisitFailure.class, () -> web().visit(url.get()).effort()).verdict());
        }
        assertEquals(List.of(), connections);
    }

    @Test
    void theTableIsLongEnoughAndNotAllOfItFailsByItsForm() {
        assertTrue(hostile().size() >= 60);
        assertTrue(hostile().stream().filter(text -> NodeUrl.read(text).isPresent()).count() >= 40);
    }

    /** Else nothing above would mean anything. */
    @Test
    void aGoodUrlIsConnectedToAtTheAddressThatWasLookedAt() throws VisitFailure {
        Web.Visit visit = web().visit(NodeUrl.read("https://good.example/").orElseThrow());
        assertEquals(List.of(), connections, "not before a question is asked");
        assertEquals(Verdict.UNREACHABLE, assertThrows(VisitFailure.class, visit::effort).verdict());
        assertThrows(VisitFailure.class, visit::nodes);
        assertEquals(List.of(new InetSocketAddress(address("20.0.0.1"), 443), new InetSocketAddress(address("20.0.0.1"), 443)), connections);
        assertEquals(List.of("good.example"), resolved, "once for all questions: another answer of the DNS comes too late");
    }

    @Test
    void aNameWithoutAnAddressIsNotReached() {
        assertEquals(Verdict.UNREACHABLE, assertThrows(VisitFailure.class, () -> web().visit(NodeUrl.read("https://nobody.example/").orElseThrow())).verdict());
    }
}
