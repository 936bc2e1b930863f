package almenara.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;

/** Who asks for a large table and does not read it holds its place for a while and no longer. */
@ArquillianTest
class SlowReaderIT {

    private static final String PATH = "/cgi-bin/shared-state/large";
    private static final int ENTRIES = 900;
    private static final int BYTES = 5000;
    private static final int SMALL = 4096;

    @Deployment(testable = false)
    static WebArchive almenara() {
        return Wars.almenara("state-tables=*", "state-bytes=16777216", "state-entry-bytes=8000", "state-changes=100000", "state-exchanges=1", "body-seconds=3", "drain-seconds=0");
    }

    private static Http.Answer post(String table) {
        return Http.send("POST", Server.http(PATH), Server.object(table).getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void anAnswerThatIsNotReadInTimeIsCutOffAndMakesRoom() throws IOException {
        String data = "x".repeat(BYTES);
        int whole = post(IntStream.range(0, ENTRIES).mapToObj(i -> "'k" + i + "':{'bleachTTL':30,'data':'" + data + "'}").collect(Collectors.joining(","))).body().length();
        assertTrue(whole > ENTRIES * BYTES, () -> whole + " characters");
        try (Socket slow = new Socket()) {
            slow.setReceiveBufferSize(SMALL);
            URI address = Server.http(PATH);
            slow.connect(new InetSocketAddress(address.getHost(), address.getPort()));
            slow.getOutputStream().write(("POST " + PATH + " HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
            InputStream in = slow.getInputStream();
            assertEquals('H', in.read());
            Http.Answer meanwhile = post("");
            assertEquals(503, meanwhile.status());
            assertEquals("overloaded", meanwhile.json().getString("code"));
            Server.await("room for another", () -> post("").status() == 200);
            int rest = in.readAllBytes().length;
            assertTrue(rest < whole, () -> rest + " of " + whole + " bytes came");
        }
    }
}
