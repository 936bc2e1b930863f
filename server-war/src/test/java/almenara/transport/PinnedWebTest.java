package almenara.transport;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import almenara.keys.PublicKey;
import almenara.networks.Range;
import almenara.nodes.Item;
import almenara.nodes.KeyProof;
import almenara.nodes.NodeUrl;
import almenara.nodes.Reach;
import almenara.nodes.Verdict;
import almenara.nodes.VisitFailure;
import almenara.nodes.Web;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Real sockets, to a server that says what the test wants. */
class PinnedWebTest {

    private static final Item ITEM = new Item(new byte[PublicKey.SIZE], 7, new byte[PublicKey.SIGNATURE], new byte[] {'d', 'e'});

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Talker talker = new Talker(threads);

    @AfterEach
    void close() throws IOException {
        talker.close();
        threads.close();
    }

    private Web web(SSLSocketFactory tls) {
        PinnedWeb.Lines lines = new PinnedWeb.Lines() {
            @Override
            public InetAddress[] resolve(String name) throws IOException {
                return new InetAddress[] {InetAddress.getLoopbackAddress()};
            }

            @Override
            public Socket connect(InetSocketAddress address, int millis) throws IOException {
                return PinnedWeb.lines().connect(address, millis);
            }
        };
        return new PinnedWeb(new Reach(List.of(Range.parse("127.0.0.0/8")), Set.of(talker.port())), lines, tls);
    }

    private Web.Visit visit() throws VisitFailure {
        return web((SSLSocketFactory) SSLSocketFactory.getDefault()).visit(NodeUrl.read("http://node.example:" + talker.port() + "/here/").orElseThrow());
    }

    private Verdict fault(String answer) throws VisitFailure {
        talker.says(answer);
        return assertThrows(VisitFailure.class, visit()::effort).verdict();
    }

    @Test
    void aNodeIsAskedAsAnyClientWould() throws VisitFailure {
        talker.says(Talker.json("{\"node\":\"x\"}"));
        assertEquals(0, visit().effort());
        assertEquals("GET /here/ HTTP/1.1\r\nHost: node.example:" + talker.port() + "\r\nAccept: application/json\r\nConnection: close\r\n\r\n", talker.heard());
        assertArrayEquals(new byte[] {127, 0, 0, 1}, visit().address());
    }

    @Test
    void theEffortIsThatOfTheQuoteOrWhatStandsBesideItIfThatIsMore() throws VisitFailure {
        byte[] quote = new byte[47];
        quote[0] = 1;
        quote[1] = 1;
        quote[29] = 1;
        talker.says(Talker.json("{\"quote\":\"" + Item.base64(quote) + "\",\"effort\":0}"));
        assertEquals(256, visit().effort());
        talker.says(Talker.json("{\"quote\":\"" + Item.base64(quote) + "\",\"effort\":300}"));
        assertEquals(300, visit().effort());
        talker.says(Talker.json("{\"effort\":300}"));
        assertEquals(300, visit().effort());
        assertEquals(Verdict.MALFORMED, fault(Talker.json("{\"quote\":\"cheap\"}")));
        assertEquals(Verdict.MALFORMED, fault(Talker.json("{\"effort\":1e999999999}")));
    }

    @Test
    void aPostShowsWhetherItTakesWork() throws VisitFailure {
        byte[] room = new byte[32];
        talker.says(Talker.json("{\"code\":\"price\"}").replace("200 OK", "401 Unauthorized"));
        assertTrue(visit().charges(room));
        assertTrue(talker.heard().startsWith("POST /here/room/" + "A".repeat(43) + " HTTP/1.1\r\n"), talker::heard);
        assertTrue(talker.heard().endsWith("\r\n\r\n{\"type\":\"signal\",\"data\":0}"), talker::heard);
        talker.says(Talker.json("{\"code\":\"unknown-room\"}").replace("200 OK", "404 Not Found"));
        assertEquals(false, visit().charges(room));
        talker.says(Talker.json("{\"type\":\"ok\"}"));
        assertEquals(false, visit().charges(room));
        talker.says(Talker.json("{}").replace("200 OK", "302 Found"));
        assertEquals(Verdict.MALFORMED, assertThrows(VisitFailure.class, () -> visit().charges(room)).verdict());
    }

    @Test
    void aNodeShowsItsRecordAndItsProof() throws VisitFailure {
        byte[] nonce = new byte[KeyProof.NONCE];
        talker.says(Talker.json("{\"record\":" + ItemJson.write(ITEM).build() + ",\"proof\":\"" + "A".repeat(86) + "\"}"));
        Web.Answer answer = visit().prove(nonce);
        assertEquals(ITEM, answer.item());
        assertArrayEquals(new byte[64], answer.proof());
        assertTrue(talker.heard().startsWith("GET /here/nodes/proof?nonce=" + "A".repeat(43) + " HTTP/1.1\r\n"), talker::heard);
    }

    @Test
    void aListOfNodesIsReadWithoutWhatIsNoRecord() throws VisitFailure {
        String good = ItemJson.write(ITEM).build().toString();
        talker.says(Talker.json("[" + good + ",7,{}," + good.replace("almenara/node/v1", "other") + "," + good.replace(":7,", ":7.5,") + "," + good.replace(":7,", ":1e30,") + "]"));
        assertEquals(List.of(ITEM), visit().nodes());
        talker.says(Talker.json("{}"));
        assertEquals(Verdict.MALFORMED, assertThrows(VisitFailure.class, visit()::nodes).verdict());
    }

    @Test
    void ourOwnRecordIsToldByAPost() throws VisitFailure {
        talker.says(Talker.json("{\"type\":\"ok\"}"));
        visit().announce(ITEM);
        assertTrue(talker.heard().startsWith("POST /here/nodes HTTP/1.1\r\n"), talker::heard);
        assertTrue(talker.heard().endsWith("\r\n\r\n" + ItemJson.write(ITEM).build()), talker::heard);
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://127.0.0.1:1/", "https://elsewhere.example/", "/other"})
    void noRedirectIsFollowed(String location) throws VisitFailure {
        assertEquals(Verdict.MALFORMED, fault("HTTP/1.1 302 Found\r\nLocation: " + location + "\r\nContent-Length: 0\r\n\r\n"));
        assertEquals(1, talker.connections());
    }

    @Test
    void everyFramingOfABodyIsRead() throws VisitFailure {
        for (String answer : List.of("HTTP/1.1 200 OK\r\n\r\n{\"effort\":5}", "HTTP/1.0 200\ncontent-length:12\n\n{\"effort\":5}and more",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5;x=y\r\n{\"eff\r\n7\r\nort\":5}\r\n0\r\n\r\n")) {
            talker.says(answer);
            assertEquals(5, visit().effort(), answer);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"SSH-2.0-OpenSSH\r\n\r\n", "HTTP/2 200 OK\r\n\r\n{}", "HTTP/1.1 200 OK\r\nno field\r\n\r\n{}", "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n{}",
        "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n{}", "HTTP/1.1 200 OK\r\nContent-Length: -2\r\n\r\n{}",
        "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{} ", "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n{}",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{}", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n{}\r\n0\r\n\r\n",
        "HTTP/1.1 200 OK\r\n\r\n[]", "HTTP/1.1 200 OK\r\n\r\nhello", "HTTP/1.1 200 OK\r\n\r\n{\"a\":1,\"a\":2}", "HTTP/1.1 404 Not Found\r\n\r\n{}",
        "HTTP/1.1 200 OK\r\nContent-Length: 999999999\r\n\r\n{}"})
    void whatIsNoAnswerOfANodeIsMalformed(String answer) throws VisitFailure {
        assertEquals(Verdict.MALFORMED, fault(answer));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "HTTP/1.1 200 OK\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n{}", "HTTP/1.1 503 Busy\r\n\r\n{}", "HTTP/1.1 429 Slowly\r\n\r\n{}"})
    void whatMayBeBetterLaterIsUnreachable(String answer) throws VisitFailure {
        assertEquals(Verdict.UNREACHABLE, fault(answer));
    }

    @Test
    void headAndBodyAreReadUpToTheirBounds() throws VisitFailure {
        String body = "{\"effort\":5}";
        int room = AnswerReader.HEAD - "HTTP/1.1 200 OK\r\nX: \r\n\r\n".length();
        talker.says("HTTP/1.1 200 OK\r\nX: " + "x".repeat(room) + "\r\n\r\n" + body);
        assertEquals(5, visit().effort());
        assertEquals(Verdict.MALFORMED, fault("HTTP/1.1 200 OK\r\nX: " + "x".repeat(room + 1) + "\r\n\r\n" + body));
        talker.says("HTTP/1.1 200 OK\r\n\r\n" + body + " ".repeat(NodeVisit.STATUS - body.length()));
        assertEquals(5, visit().effort());
        assertEquals(Verdict.MALFORMED, fault("HTTP/1.1 200 OK\r\n\r\n" + body + " ".repeat(NodeVisit.STATUS - body.length() + 1)));
        assertEquals(Verdict.MALFORMED, fault("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + ("400\r\n" + " ".repeat(1024) + "\r\n").repeat(17) + "0\r\n\r\n"));
    }

    @Test
    void whoeverSaysNothingOrAlwaysALittleIsLeftAfterThreeSeconds() throws VisitFailure {
        talker.drips();
        long began = System.nanoTime();
        assertEquals(Verdict.UNREACHABLE, assertThrows(VisitFailure.class, visit()::effort).verdict());
        long seconds = (System.nanoTime() - began) / 1_000_000_000;
        assertTrue(seconds >= 2 && seconds < 10, () -> seconds + " s");
    }

    @Test
    void whoeverEndsTheThreadsOfVisitsWaitsNoLongerThanForThem() throws Exception {
        talker.drips();
        ExecutorService visitors = Executors.newVirtualThreadPerTaskExecutor();
        Web.Visit visit = visit();
        Future<Verdict> verdict = visitors.submit(() -> assertThrows(VisitFailure.class, visit::effort).verdict());
        visitors.shutdown();
        assertTrue(visitors.awaitTermination(10, TimeUnit.SECONDS), "a visit has its end without them");
        assertEquals(Verdict.UNREACHABLE, verdict.get());
    }

    @Test
    void whereNobodyListensIsUnreachable() throws Exception {
        Web.Visit visit = visit();
        talker.close();
        assertEquals(Verdict.UNREACHABLE, assertThrows(VisitFailure.class, visit::effort).verdict());
    }
}
