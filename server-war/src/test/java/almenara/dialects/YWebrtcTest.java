package almenara.dialects;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import almenara.messages.Refusal;
import almenara.signaling.Channel.Closing;
import almenara.signaling.ForeignClient;
import almenara.signaling.Nodes;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class YWebrtcTest {

    private static final YWebrtc DIALECT = new YWebrtc(new JsonLimits(16), 100);
    private static final String SUBSCRIBE = "{\"type\":\"subscribe\",\"topics\":[\"t\"]}";
    private static final String PUBLISH = "{\"type\":\"publish\",\"topic\":\"t\",\"data\":1}";

    private final Nodes nodes = new Nodes(3);

    private ForeignClient subscribe(int node) {
        return nodes.node(node).connect(DIALECT).says(SUBSCRIBE);
    }

    private static String published(int clients) {
        return "{\"type\":\"publish\",\"topic\":\"t\",\"data\":1,\"clients\":" + clients + "}";
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void itSaysWhatTheReferenceServerSaysOnOneNodeAndOnThree(int many) throws IOException {
        new Recorded(DIALECT, nodes, many).play("y-webrtc.txt");
    }

    @Test
    void whoIsConnectedLateHearsWhatWasPublishedSinceItCameAndCountsWhoWasThere() {
        Queue<Runnable> later = new ArrayDeque<>();
        ForeignClient late = nodes.start("slow", later::add).connect(DIALECT).says(SUBSCRIBE);
        ForeignClient other = subscribe(0).says(PUBLISH);
        ForeignClient goes = subscribe(1);
        goes.goes();
        other.says(PUBLISH);
        while (!later.isEmpty()) {
            later.remove().run();
        }
        assertEquals(List.of(published(2), published(2)), late.takes());
    }

    @Test
    void ofTwoWhoSubscribeAndAnnounceThemselvesAtOnceOneHearsTheOther() {
        ForeignClient one = nodes.node(0).connect(DIALECT).begins(SUBSCRIBE);
        ForeignClient other = nodes.node(1).connect(DIALECT).begins(SUBSCRIBE);
        one.says(PUBLISH.replace("1}", "\"one\"}"));
        other.says(PUBLISH.replace("1}", "\"other\"}"));
        assertEquals(List.of(published(2).replace("1,", "\"one\","), published(2).replace("1,", "\"other\",")), one.takes());
        assertEquals(List.of(published(2).replace("1,", "\"other\",")), other.takes());
        one.says(PUBLISH);
        assertEquals(List.of(published(2)), other.takes());
    }

    @Test
    void whoSubscribesAndSaysSomethingElseAtOnceHearsWhatIsPublishedMeanwhile() {
        ForeignClient listens = nodes.node(0).connect(DIALECT).begins(SUBSCRIBE);
        subscribe(1).says(PUBLISH);
        assertEquals(List.of(), listens.takes());
        assertEquals(List.of(published(2), "{\"type\":\"pong\"}").reversed(), listens.says("{\"type\":\"ping\"}").takes());
    }

    @Test
    void whoPlaysATranscriptNoticesWhatIsWrong() {
        Dialect mute = new MadeUp((way, frame) -> { }, reply -> List.of());
        assertThrows(AssertionError.class, () -> new Recorded(mute, nodes, 1).play("y-webrtc.txt"));
    }

    @Test
    void whoLosesItsConnectionIsNoSubscriberFromThenOn() {
        ForeignClient stays = subscribe(0);
        ForeignClient goes = subscribe(1);
        stays.says(PUBLISH);
        goes.goes();
        stays.says(PUBLISH);
        assertEquals(List.of(published(2), published(1)), stays.takes());
    }

    @Test
    void theSubscribersOfANodeThatDiesAreGoneAfterTheGrace() {
        ForeignClient stays = subscribe(0);
        subscribe(1);
        nodes.crash(nodes.node(1));
        nodes.pass(20);
        stays.says(PUBLISH);
        assertEquals(List.of(published(1)), stays.takes());
    }

    @Test
    void whoSubscribesAgainAfterItsNodeDiedHearsTheOthersAtOnce() {
        ForeignClient stays = subscribe(0);
        subscribe(1);
        nodes.crash(nodes.node(1));
        ForeignClient back = subscribe(1);
        stays.says(PUBLISH);
        assertEquals(1, back.takes().size());
        back.says(PUBLISH);
        assertEquals(2, stays.takes().size());
    }

    @Test
    void aConnectionHasSoManyTopicsAndTheOthersAreUnchanged() {
        ForeignClient client = nodes.node(0).connect(DIALECT).says("{\"type\":\"subscribe\",\"topics\":[\"1\",\"2\",\"3\"]}");
        assertEquals(List.of(), client.refusals());
        client.says(SUBSCRIBE).says(PUBLISH).says(PUBLISH.replace("\"t\"", "\"3\""));
        assertEquals(List.of(Refusal.Code.TOO_MANY_ROOMS, Refusal.Code.UNKNOWN_ROOM), client.refusals());
        assertEquals(1, client.takes().size());
        client.says("{\"type\":\"unsubscribe\",\"topics\":[\"1\"]}").says(SUBSCRIBE).says(PUBLISH);
        assertEquals(List.of(published(1)), client.takes());
    }

    @Test
    void aFrameNamesSoManyTopicsAndThoseBehindThemArePassedOver() {
        ForeignClient client = nodes.node(0).connect(new YWebrtc(new JsonLimits(16), 2)).says("{\"type\":\"subscribe\",\"topics\":[\"1\",\"1\",\"2\",\"3\"]}");
        assertEquals(2, nodes.node(0).rooms.size());
        client.says("{\"type\":\"subscribe\",\"topics\":[\"3\"]}").says("{\"type\":\"unsubscribe\",\"topics\":[\"1\",\"2\",\"3\"]}");
        assertEquals(1, nodes.node(0).rooms.census().population());
        client.says("{\"type\":\"unsubscribe\",\"topics\":[\"3\"]}");
        assertEquals(0, nodes.node(0).rooms.census().population());
        assertEquals(List.of(), client.refusals());
    }

    @Test
    void aTopicHasAsManySubscribersAsARoomHasMembers() {
        List<ForeignClient> crowd = IntStream.range(0, 100).mapToObj(each -> subscribe(each % 3)).toList();
        ForeignClient tooMany = subscribe(0);
        assertEquals(List.of(Refusal.Code.ROOM_FULL), tooMany.refusals());
        tooMany.says(PUBLISH);
        crowd.forEach(client -> assertEquals(List.of(published(100)), client.takes()));
        assertEquals(List.of(), tooMany.takes());
    }

    @Test
    void dialectsTakeHalfOfTheRoomsAndTheRestIsForOthers() {
        int half = 25;
        for (int each = 0; each < half; each++) {
            assertEquals(List.of(), nodes.node(0).connect(DIALECT).says(SUBSCRIBE.replace("\"t\"", "\"" + each + "\"")).refusals());
        }
        assertEquals(List.of(Refusal.Code.TOO_MANY_ROOMS), subscribe(0).refusals());
        nodes.node(0).join(Nodes.room(1));
    }

    @Test
    void topicsAreRoomsThatNoNativeClientCanName() {
        String room = new Namespace("y-webrtc").room("t");
        subscribe(0);
        assertEquals("bad-room", nodes.node(0).connect(Nodes.ROOM).refused("'type':'join','room':'" + room + "'"));
        assertTrue(nodes.node(0).rooms.summary(room).members() == 1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "nope", "{", "[]", "1", "null", "{\"type\":\"ping\"}x", "{\"type\":\"publish\",\"topic\":\"\\ud800\",\"data\":1}",
        "{\"type\":\"ping\",\"type\":\"ping\"}"})
    void whatIsNoMessageIsRefusedAndTheConnectionGoesOn(String frame) {
        ForeignClient client = subscribe(0);
        assertThrows(Refusal.class, () -> client.says(frame));
        client.says(PUBLISH);
        assertEquals(List.of(published(1)), client.takes());
    }

    @Test
    void nothingThatAClientSaysDisturbsAnother() {
        ForeignClient witness = subscribe(0);
        ForeignClient noisy = nodes.node(1).connect(DIALECT);
        Noise.by(noisy, "{\"type\":\"publish\",\"topic\":\"u\"", "{", "}", "[", "]", "\"type\"", ":", ",", "\"publish\"", "\"subscribe\"", "\"topics\"", "\"topic\"", "\"x\"", "null", "1e9", "\"clients\"", "\\u0000", "é");
        assertEquals(List.of(), witness.takes());
        noisy.says(PUBLISH);
        assertEquals(List.of(published(1)), witness.takes());
    }

    @Test
    void aRoomThatIsLostClosesTheConnectionSoThatItsClientSubscribesAgain() {
        ForeignClient client = subscribe(0);
        nodes.node(0).rooms.abandon();
        assertEquals(List.of(Closing.CANNOT_SERVE), client.closings());
    }

    @Test
    void plainRequestsAreAnsweredAsAlways() {
        assertEquals(new Dialect.Page(200, "text/plain", "okay"), DIALECT.page("any"));
    }
}
