package almenara.dialects;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import almenara.messages.Refusal;
import almenara.signaling.Channel.Closing;
import almenara.signaling.ForeignClient;
import almenara.signaling.Nodes;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrysteroTest {

    private static final Trystero DIALECT = new Trystero(new JsonLimits(16));

    private final Nodes nodes = new Nodes(3);

    private static String says(String type, String topic) {
        return "{\"type\":\"" + type + "\",\"topic\":\"" + topic + "\",\"payload\":\"p\"}";
    }

    private static final String HEARD = "{\"topic\":\"t\",\"payload\":\"p\"}";

    private ForeignClient subscribe(int node, String... topics) {
        ForeignClient client = nodes.node(node).connect(DIALECT);
        List.of(topics).forEach(topic -> client.says(says("subscribe", topic)));
        return client;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void itSaysWhatTheReferenceServerSaysOnOneNodeAndOnThree(int many) throws IOException {
        new Recorded(DIALECT, nodes, many).play("trystero.txt");
    }

    @Test
    void whoSubscribesAgainAfterItsNodeDiedHearsTheOthersAtOnce() {
        ForeignClient stays = subscribe(0, "t");
        subscribe(1, "t");
        nodes.crash(nodes.node(1));
        ForeignClient back = subscribe(1, "t");
        stays.says(says("publish", "t"));
        assertEquals(List.of(HEARD), back.takes());
        back.says(says("publish", "t"));
        assertEquals(List.of(HEARD, HEARD), stays.takes());
    }

    @Test
    void aConnectionHasSoManyTopicsAndTheOthersAreUnchanged() {
        ForeignClient client = subscribe(0, "1", "2", "t");
        assertEquals(List.of(), client.refusals());
        client.says(says("subscribe", "4"));
        assertEquals(List.of(Refusal.Code.TOO_MANY_ROOMS), client.refusals());
        client.says(says("publish", "4")).says(says("publish", "t"));
        assertEquals(List.of(HEARD), client.takes());
        client.says(says("unsubscribe", "1")).says(says("subscribe", "4")).says(says("publish", "4"));
        assertEquals(1, client.takes().size());
    }

    @Test
    void aTopicHasAsManySubscribersAsARoomHasMembers() {
        List<ForeignClient> crowd = IntStream.range(0, 100).mapToObj(each -> subscribe(each % 3, "t")).toList();
        ForeignClient tooMany = subscribe(0, "t");
        assertEquals(List.of(Refusal.Code.ROOM_FULL), tooMany.refusals());
        tooMany.says(says("publish", "t"));
        crowd.forEach(client -> assertEquals(List.of(HEARD), client.takes()));
        assertEquals(List.of(), tooMany.takes());
    }

    @Test
    void aTopicOfOneDialectIsNoneOfAnother() {
        ForeignClient here = subscribe(0, "t");
        YWebrtc other = new YWebrtc(new JsonLimits(16), 100);
        nodes.node(1).connect(other).says("{\"type\":\"subscribe\",\"topics\":[\"t\"]}").says("{\"type\":\"publish\",\"topic\":\"t\",\"payload\":\"p\"}");
        assertEquals(List.of(), here.takes());
        assertEquals("bad-room", nodes.node(0).connect(Nodes.ROOM).refused("'type':'join','room':'" + new Namespace("trystero").room("t") + "'"));
    }

    @Test
    void nothingOfAPublicationIsPassedOnButTheTopicThatItWentToAndThePayload() {
        ForeignClient victim = subscribe(1, "t");
        subscribe(0).says("{\"type\":\"publish\",\"topic\":\"t\",\"payload\":\"p\",\"topics\":[\"x\"],\"from\":\"victim\",\"peerId\":\"victim\"}");
        assertEquals(List.of(HEARD), victim.takes());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "nope", "{", "[]", "1", "null", "{}x", "{\"type\":\"publish\",\"topic\":\"t\",\"payload\":\"\\ud800\"}", "{\"topic\":\"t\",\"topic\":\"t\"}"})
    void whatIsNoMessageIsRefusedAndTheConnectionGoesOn(String frame) {
        ForeignClient client = subscribe(0, "t");
        assertThrows(Refusal.class, () -> client.says(frame));
        client.says(says("publish", "t"));
        assertEquals(List.of(HEARD), client.takes());
    }

    @Test
    void nothingThatAClientSaysDisturbsAnother() {
        ForeignClient witness = subscribe(0, "t");
        ForeignClient noisy = subscribe(1);
        Noise.by(noisy, "{\"type\":\"publish\",\"topic\":\"u\"", "{", "}", "[", "\"type\"", ":", ",", "\"publish\"", "\"subscribe\"", "\"topic\"", "\"x\"", "null", "1e9", "\"payload\"", "\\u0000", "é", "\"unsubscribe\"");
        assertEquals(List.of(), witness.takes());
        noisy.says(says("publish", "t"));
        assertEquals(List.of(HEARD), witness.takes());
    }

    @Test
    void aRoomThatIsLostClosesTheConnectionSoThatItsClientSubscribesAgain() {
        ForeignClient client = subscribe(0, "t");
        nodes.node(0).rooms.abandon();
        assertEquals(List.of(Closing.CANNOT_SERVE), client.closings());
    }

    @Test
    void plainRequestsAreToldThatAWebSocketBelongsHere() {
        assertEquals(new Dialect.Page(426, "text/plain", "Upgrade Required"), DIALECT.page("any"));
    }
}
