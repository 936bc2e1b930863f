package almenara.transport;

import static org.junit.jupiter.api.Assertions.assertTrue;

import almenara.fuzz.Seeds;
import almenara.networks.Range;
import almenara.nodes.KeyProof;
import almenara.nodes.NodeUrl;
import almenara.nodes.Reach;
import almenara.nodes.Verdict;
import almenara.nodes.VisitFailure;
import almenara.nodes.Web;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.params.provider.MethodSource;

/** What a node that is visited answers, byte by byte as it comes from the socket, to each question that it is asked. */
class NodeVisitFuzzTest {

    private static final String ITEM = "{'k':'" + "A".repeat(43) + "','salt':'almenara/node/v1','seq':7,'sig':'" + "A".repeat(86) + "','v':'ZGU'}";
    private static final NodeUrl URL = NodeUrl.read("http://127.0.0.1:8080/").orElseThrow();

    static Stream<byte[]> seeds() {
        return Stream.of("{'effort':1e3,'quote':'" + "A".repeat(63) + "'}", "{'code':'price'}", "{'record':" + ITEM + ",'proof':'" + "A".repeat(86) + "'}", "[" + ITEM + ",{}]", "[]")
                .flatMap(body -> Seeds.json("HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body, "HTTP/1.0 200\n\n" + body,
                        "HTTP/1.1 402 No\r\nTransfer-Encoding: chunked\r\n\r\n" + Integer.toHexString(body.length()) + ";x\r\n" + body + "\r\n0\r\n\r\n"));
    }

    /** A connection on which everything has come already. */
    private static final class Played extends Socket {
        private final byte[] answer;

        Played(byte[] answer) {
            this.answer = answer;
        }

        @Override
        public InputStream getInputStream() {
            return new ByteArrayInputStream(answer);
        }

        @Override
        public OutputStream getOutputStream() {
            return OutputStream.nullOutputStream();
        }
    }

    private record Lines(byte[] answer) implements PinnedWeb.Lines {
        @Override
        public InetAddress[] resolve(String name) {
            return new InetAddress[] {InetAddress.getLoopbackAddress()};
        }

        @Override
        public Socket connect(InetSocketAddress address, int millis) {
            return new Played(answer);
        }
    }

    /** A question to the node. */
    private interface Question {
        void ask(Web.Visit visit) throws VisitFailure;
    }

    private static final List<Question> QUESTIONS = List.of(Web.Visit::effort, visit -> visit.charges(new byte[32]), visit -> visit.prove(new byte[KeyProof.NONCE]), Web.Visit::nodes);

    @MethodSource("seeds")
    @FuzzTest
    void anAnswerIsReadOrTheVisitHasFailed(byte[] answer) throws VisitFailure {
        Web web = new PinnedWeb(new Reach(List.of(Range.parse("127.0.0.0/8")), Set.of(URL.port())), new Lines(answer), (SSLSocketFactory) SSLSocketFactory.getDefault());
        Web.Visit visit = web.visit(URL);
        for (Question question : QUESTIONS) {
            try {
                question.ask(visit);
            } catch (VisitFailure failure) {
                assertTrue(Set.of(Verdict.MALFORMED, Verdict.UNREACHABLE).contains(failure.verdict()));
            }
        }
    }
}
