package almenara.dialects;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import almenara.messages.Refusal;
import almenara.signaling.Channel.Closing;
import almenara.signaling.ForeignClient;
import almenara.signaling.Node;
import almenara.signaling.Nodes;
import almenara.tables.Crowd;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PeerJsTest {

    private static final Absent.Limits LIMITS = new Absent.Limits(4, 1000, 5);
    private static final PeerJs DIALECT = new PeerJs(new JsonLimits(16), LIMITS, new Random(6));
    private static final String OPEN = "{\"type\":\"OPEN\"}";

    private final Nodes nodes = new Nodes(3);

    private ForeignClient connect(int node, String id, String token) {
        return nodes.node(node).connect(DIALECT, "key=peerjs&id=" + id + "&token=" + token);
    }

    /** One who has its id. */
    private ForeignClient open(int node, String id) {
        ForeignClient client = connect(node, id, "t");
        assertEquals(List.of(OPEN), client.takes());
        return client;
    }

    private static String to(String id, Object payload) {
        return "{\"type\":\"OFFER\",\"dst\":\"" + id + "\",\"payload\":" + payload + "}";
    }

    private static String from(String source, String id, Object payload) {
        return "{\"type\":\"OFFER\",\"src\":\"" + source + "\",\"dst\":\"" + id + "\",\"payload\":" + payload + "}";
    }

    private static String expired(String nobody, String sender) {
        return "{\"type\":\"EXPIRE\",\"src\":\"" + nobody + "\",\"dst\":\"" + sender + "\"}";
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void itSaysWhatTheReferenceServerSaysOnOneNodeAndOnThree(int many) throws IOException {
        new Recorded(DIALECT, nodes, many).play("peerjs.txt");
    }

    @Test
    void whoComesBackWithItsTokenIsToldSoAndTheSocketItHadEndsWithoutTakingTheIdAlong() {
        ForeignClient first = open(0, "a");
        ForeignClient second = open(1, "a");
        assertEquals(List.of(Closing.REPLACED), first.closings());
        open(2, "b").says(to("a", 1));
        assertEquals(List.of(from("b", "a", 1)), second.takes());
        assertEquals(List.of(), first.takes());
    }

    @Test
    void ofManyWhoWantAnIdAtOnceOneHasIt() throws Exception {
        AtomicInteger opened = new AtomicInteger();
        Crowd.of(12, each -> {
            if (connect(each % 3, "wanted", "token" + each).takes().equals(List.of(OPEN))) {
                opened.incrementAndGet();
            }
        });
        assertEquals(1, opened.get());
    }

    @Test
    void ofManyWhoComeBackWithOneTokenAtOnceNobodyIsToldThatItIsAnothers() throws Exception {
        Queue<String> told = new ConcurrentLinkedQueue<>();
        for (int round = 0; round < 20; round++) {
            String id = "id" + round;
            Crowd.of(6, each -> told.addAll(connect(each % 3, id, "same").takes()));
        }
        assertTrue(told.contains(OPEN) && told.stream().noneMatch(frame -> frame.contains("ID-TAKEN")));
    }

    @Test
    void idAndTokenAreNotToBeExchangedForOneAnother() {
        assertNotEquals(new Namespace("x").peer("ab", "c"), new Namespace("x").peer("a", "bc"));
        assertNotEquals(new Namespace("x").peer("a", "b"), new Namespace("y").peer("a", "b"));
        assertNotEquals(new Namespace("x").room("a"), new Namespace("y").room("a"));
        open(0, "a");
        assertEquals(List.of("{\"type\":\"ID-TAKEN\",\"payload\":{\"msg\":\"ID is taken\"}}"), connect(1, "a", "guess").takes());
    }

    @Test
    void theIdOfANodeThatDiedIsBackWithItsTokenAtOnceAndFreeAfterTheGrace() {
        open(0, "a");
        open(0, "b");
        ForeignClient witness = open(1, "c");
        nodes.crash(nodes.node(0));
        witness.says(to("a", 1));
        assertEquals(List.of(OPEN, from("c", "a", 1)), connect(1, "a", "t").takes());
        assertEquals(List.of(Closing.DONE), connect(1, "b", "other").closings());
        nodes.pass(20);
        assertEquals(List.of(OPEN), connect(1, "b", "other").takes());
    }

    @Test
    void whatWaitsForAnIdIsBoundedAndTheSenderIsToldAtOnceWhenItIsTooMuch() {
        ForeignClient sender = open(0, "a");
        IntStream.range(0, 4).forEach(each -> sender.says(to("absent", each)));
        assertEquals(List.of(), sender.takes());
        sender.says(to("absent", 4));
        assertEquals(List.of(expired("absent", "a")), sender.takes());
        assertEquals(List.of(OPEN), connect(1, "absent", "t").takes());
    }

    @Test
    void whatWaitsHasSoManyCharacters() {
        ForeignClient sender = open(0, "a");
        int frame = from("a", "x", "\"\"").length();
        sender.says(to("x", '"' + "y".repeat(1000 - frame) + '"'));
        assertEquals(List.of(), sender.takes());
        sender.says(to("z", 1));
        assertEquals(List.of(expired("z", "a")), sender.takes());
        assertEquals(2, connect(1, "x", "t").takes().size());
    }

    @Test
    void whatWaitsDoesSoForFiveSecondsAndNoLonger() {
        ForeignClient sender = open(0, "a");
        sender.says(to("late", 1)).says(to("later", 1));
        sender.waits(5);
        assertEquals(List.of(OPEN, from("a", "late", 1)), connect(1, "late", "t").takes());
        sender.waits(1);
        assertEquals(List.of(expired("later", "a")), sender.takes());
        sender.waits(10);
        assertEquals(List.of(), sender.takes());
        sender.says(to("later", 2));
        sender.waits(6);
        assertEquals(List.of(expired("later", "a")), sender.takes());
    }

    @Test
    void whatIsSentAfterAnIdIsTakenAndBeforeItsConnectionIsThereIsHeard() {
        Queue<Runnable> later = new ArrayDeque<>();
        Node slow = nodes.start("slow", later::add);
        open(0, "a").says(to("b", 1));
        ForeignClient late = slow.connect(DIALECT, "key=k&id=b&token=t");
        assertEquals(List.of(), late.takes());
        while (!later.isEmpty()) {
            later.remove().run();
        }
        assertEquals(List.of(OPEN, from("a", "b", 1)), late.takes());
    }

    @Test
    void nobodyIsWaitedForAfterTheSenderHasGone() {
        ForeignClient sender = open(0, "a");
        sender.says(to("x", 1));
        sender.goes();
        assertEquals(List.of(OPEN), connect(0, "x", "t").takes());
    }

    @ParameterizedTest
    @ValueSource(strings = {"EXPIRE", "LEAVE", "OPEN", "ID-TAKEN", "ERROR"})
    void nobodySpeaksForTheServer(String type) {
        ForeignClient victim = open(1, "victim");
        open(0, "a").says("{\"type\":\"" + type + "\",\"src\":\"friend\",\"dst\":\"victim\",\"payload\":{\"msg\":\"x\"}}");
        assertEquals(List.of(), victim.takes());
        open(2, "b").says(to("victim", 1));
        assertEquals(1, victim.takes().size());
    }

    @Test
    void whoHasSignedOffOrWasRefusedSaysNothingAnyMore() {
        ForeignClient witness = open(0, "w");
        ForeignClient thief = connect(1, "w", "other");
        thief.says(to("w", 1));
        ForeignClient gone = open(1, "g").says("{\"type\":\"LEAVE\"}");
        gone.says(to("w", 1));
        assertEquals(List.of(), witness.takes());
    }

    @Test
    void whoHasNoNameIsToldSo() {
        String error = "{\"type\":\"ERROR\",\"payload\":{\"msg\":\"No id, token, or key supplied to websocket server\"}}";
        for (String query : List.of("", "id=a&token=t", "key=k&token=t", "key=k&id=a", "key=k&id=&token=t", "key=k&token=t&id=" + "a".repeat(257))) {
            ForeignClient client = nodes.node(0).connect(DIALECT, query);
            assertEquals(List.of(error), client.takes(), query);
            assertEquals(List.of(Closing.DONE), client.closings(), query);
        }
        assertEquals(List.of(OPEN), nodes.node(0).connect(DIALECT, "key=any&token=t&id=" + "a".repeat(256)).takes());
    }

    @Test
    void whoMeetsAFullNodeIsToldSo() {
        IntStream.range(0, 25).forEach(each -> open(0, "peer" + each));
        ForeignClient tooMany = connect(1, "one more", "t");
        assertEquals(List.of("{\"type\":\"ERROR\",\"payload\":{\"msg\":\"Server has reached its concurrent user limit\"}}"), tooMany.takes());
        assertEquals(List.of(Closing.DONE), tooMany.closings());
    }

    @Test
    void nothingThatAClientSaysDisturbsAnother() {
        ForeignClient witness = open(0, "w");
        ForeignClient noisy = open(1, "n");
        Noise.by(noisy, "{\"type\":\"OFFER\",", "{", "}", "[", "\"type\"", ":", ",", "\"OFFER\"", "\"dst\"", "\"x\"", "null", "1e9", "\"payload\"", "\\u0000", "é", "\"LEAV\"", "\"src\":\"w\"");
        noisy.says(to("w", 7));
        assertEquals(List.of(from("n", "w", 7)), witness.takes());
        assertThrows(Refusal.class, () -> noisy.says("[]"));
    }

    @Test
    void plainRequestsAreAnsweredAsThoseOfTheReferenceServerAre() {
        assertEquals(new Dialect.Page(200, "application/json", "{\"name\":\"PeerJS Server\","
                + "\"description\":\"A server side element to broker connections between PeerJS clients.\",\"website\":\"https://peerjs.com/\"}"), DIALECT.page(""));
        for (String key : List.of("peerjs", "other")) {
            Dialect.Page page = DIALECT.page(key + "/id");
            assertEquals("200 text/html", page.status() + " " + page.type());
            assertEquals(4, UUID.fromString(page.text()).version());
            assertEquals(2, UUID.fromString(page.text()).variant());
            assertNotEquals(page, DIALECT.page(key + "/id"));
            assertEquals(new Dialect.Page(401, "text/plain", "Unauthorized"), DIALECT.page(key + "/peers"));
        }
        for (String nothing : List.of("id", "peers", "peerjs", "peerjs/x", "peerjs/id/x", "a/b/id")) {
            assertEquals(404, DIALECT.page(nothing).status(), nothing);
        }
    }
}
