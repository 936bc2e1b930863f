package almenara.nodes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NodeUrlTest {

    @ParameterizedTest
    @CsvSource({"https://node.example.org/, node.example.org, 443, node.example.org", "http://lighthouse/, lighthouse, 80, lighthouse",
        "https://node.example.org:8443/almenara/, node.example.org, 8443, node.example.org:8443", "https://xn--bcher-kva.example/, xn--bcher-kva.example, 443, xn--bcher-kva.example",
        "http://10.1.2.3:8080/, 10.1.2.3, 8080, 10.1.2.3:8080", "https://[2001:db8::1]/, 2001:db8::1, 443, [2001:db8::1]",
        "https://[2001:db8::1]:444/a.b/c_d~/, 2001:db8::1, 444, [2001:db8::1]:444"})
    void aUrlSaysWhereANodeIs(String text, String name, int port, String authority) {
        NodeUrl url = NodeUrl.read(text).orElseThrow();
        assertEquals(name, url.name());
        assertEquals(port, url.port());
        assertEquals(authority, url.authority());
        assertEquals(text, url.text());
        assertEquals(text.startsWith("https"), url.isTls());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "https://", "https:///", "//node.example/", "node.example/", "ftp://node.example/", "file:///etc/passwd", "HTTPS://node.example/",
        "https://Node.example/", "https://node.example", "https://node.example/x", "https://node.example:443/", "http://node.example:80/", "https://node.example:0/",
        "https://node.example:0443/", "https://node.example:65536/", "https://node.example:/", "https://user@node.example/", "https://node.example/?q", "https://node.example/#f",
        "https://node.example/../", "https://node.example/./", "https://node.example//", "https://node.example/%2e/", "https://node.example\\@evil.example/",
        "https://node.example./", "https://.example/", "https://-node.example/", "https://node-.example/", "https://no_de.example/", "https://b\u00fccher.example/",
        "https://node\u3002example/", "https://1.2.3/", "https://1.2.3.04/", "https://1.2.3.4.5/", "https://0x7f.0.0.1/", "https://0x7f000001/", "https://2130706433/",
        "https://a.123/", "https://[::ffff:1.2.3.4]/", "https://[2001:DB8::1]/", "https://[2001:db8:0::1]/", "https://[fe80::1%25eth0]/", "https://[::1/", "https://node.example/ ",
        " https://node.example/", "https://node.example/\n"})
    void whatIsNotTheOneWayToWriteAUrlIsNone(String text) {
        assertEquals(Optional.empty(), NodeUrl.read(text));
    }

    @Test
    void theLengthHasABound() {
        String head = "https://node.example/";
        assertTrue(NodeUrl.read(head + "x".repeat(NodeUrl.LONGEST - head.length() - 1) + '/').isPresent());
        assertTrue(NodeUrl.read(head + "x".repeat(NodeUrl.LONGEST - head.length()) + '/').isEmpty());
    }
}
