package almenara.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import almenara.fuzz.Seeds;
import com.code_intelligence.jazzer.junit.FuzzTest;
import jakarta.websocket.Session;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Messages that the container hands over in parts: the first byte says where each is cut, and how often. */
class WebSocketPartsFuzzTest {

    private static final int MOST = 100;
    private static final String NEXT = "next";

    /** One connection. */
    private static final class Run extends PollingClient {
        private final WebSocketConnection connection = new WebSocketConnection(closable(), "parts", shared, talks -> new Ear());
        private int closed;

        private Session closable() {
            return (Session) Proxy.newProxyInstance(Session.class.getClassLoader(), new Class<?>[] {Session.class}, (session, method, given) -> switch (method.getName()) {
                case "close" -> ++closed;
                case "getAsyncRemote" -> Proxy.newProxyInstance(Session.class.getClassLoader(), new Class<?>[] {jakarta.websocket.RemoteEndpoint.Async.class}, (remote, sends, what) -> null);
                default -> throw new AssertionError(method);
            });
        }
    }

    static Stream<byte[]> seeds() {
        return Stream.concat(Seeds.texts("\0hello", "\u0001é€😀", "\u0003\ud83d\ude00".repeat(10), "\u0002" + "x".repeat(MOST), "\u0002" + "x".repeat(MOST + 1), "\u0007" + "€".repeat(40), "\0"),
                Stream.of(new byte[] {2, (byte) 0xd8, 0x3d, (byte) 0xde, 0, (byte) 0xd8, 0x3d}, new byte[] {1, (byte) 0xe2, (byte) 0x82}));
    }

    /** Cuts what has that length, and hands over from where to where each part goes. */
    private static void cut(byte[] input, int length, BiConsumer<Integer, Integer> part) {
        int parts = input.length == 0 ? 0 : input[0] & 7;
        int from = 0;
        for (int next = 1; next <= parts; next++) {
            int to = from + Math.floorMod(input[next % input.length], length - from + 1);
            part.accept(from, to);
            from = to;
        }
        part.accept(from, length);
    }

    @MethodSource("seeds")
    @FuzzTest
    void bytesAreHeardAsTheyWereSentWhereverTheyAreCut(byte[] input) {
        byte[] message = Arrays.copyOfRange(input, Math.min(1, input.length), Math.max(1, input.length));
        byte[] sent = Arrays.copyOf(message, input.length == 0 ? 0 : message.length);
        Run run = new Run();
        int[] handed = {0};
        cut(input, sent.length, (from, to) -> {
            handed[0]++;
            run.connection.part(ByteBuffer.wrap(sent, from, to - from), handed[0] == 1 + (input.length == 0 ? 0 : input[0] & 7));
        });
        check(run, Seeds.text(sent), sent.length <= MOST);
    }

    @MethodSource("seeds")
    @FuzzTest
    void aTextIsHeardAsItWasSentWhereverItIsCut(byte[] input) {
        for (String sent : List.of(Seeds.text(input), BytesFuzzTest.chars(input))) {
            Run run = new Run();
            int[] handed = {0};
            int[] bytes = {0};
            cut(input, sent.length(), (from, to) -> {
                handed[0]++;
                bytes[0] += Utf8.length(sent.substring(from, to));
                run.connection.part(sent.substring(from, to), handed[0] == 1 + (input.length == 0 ? 0 : input[0] & 7));
            });
            check(run, sent, bytes[0] <= MOST);
            assertTrue(bytes[0] >= sent.length() && bytes[0] <= Utf8.length(sent));
        }
    }

    private static void check(Run run, String sent, boolean fits) {
        run.connection.part(NEXT, true);
        run.run();
        if (fits) {
            assertEquals(List.of(sent, NEXT), run.heard);
            assertEquals(0, run.closed);
        } else {
            assertTrue(run.heard.isEmpty() || run.heard.equals(List.of("end")), run.heard::toString);
        }
    }
}
