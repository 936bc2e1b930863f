package almenara.signaling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import almenara.messages.Batch;
import almenara.messages.Event;
import almenara.messages.Refusal;
import almenara.messages.Refusal.Code;
import almenara.signaling.Channel.Closing;
import jakarta.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Everything through the one door, over two nodes. */
class SignalingTest {

    private static final String ROOM = Nodes.ROOM;

    private final Nodes nodes = new Nodes(2);
    private final Node here = nodes.node(0);
    private final Node there = nodes.node(1);
    private final Client ann = here.join(ROOM);
    private final Client bob = there.join(ROOM);

    private static List<String> told(Client client) {
        return client.take().stream().map(event -> event.getString("type") + (event.containsKey("reason") ? ' ' + event.getString("reason") : "")).toList();
    }

    private Event act(Node node, String body) {
        return node.signaling.act(Nodes.origin(ROOM), batch(body));
    }

    private Batch batch(String body) {
        return here.dialect.batch(body.replace('\'', '"'));
    }

    private static void refused(Code code, Executable command) {
        assertEquals(code, assertThrows(Refusal.class, command).code());
    }

    @Test
    void theSenderIsSetByTheServerWhateverTheClientSays() {
        bob.take();
        ann.done("'type':'signal','data':1,'from':'" + bob.self() + "','to':'" + bob.self() + "','id':'s1'");
        JsonObject heard = bob.take().get(0);
        assertEquals(ann.self(), heard.getString("from"));
        assertEquals("s1", heard.getString("id"));
    }

    @Test
    void nobodyCanActForAnother() {
        String offer = ann.done("'type':'offer','data':1").getString("offer");
        String annsToken = ann.token();
        assertEquals("not-yours", bob.refused("'type':'withdraw','offer':'" + offer + "'"));
        assertEquals("not-yours", bob.refused("'type':'refresh','offer':'" + offer + "','data':2"));
        assertEquals("not-yours", bob.refused("'type':'hold','offer':'" + offer + "'"));
        bob.done("'type':'leave','token':'" + annsToken + "','peer':'" + ann.self() + "','from':'" + ann.self() + "'");
        assertTrue(here.rooms.isMember(ROOM, ann.self()), "over a connection the connection counts");
        assertEquals(Optional.empty(), ann.closed());
        assertEquals("not-yours", ann.refused("'type':'claim','offer':'" + offer + "'"), "nobody claims an offer of their own");
    }

    @Test
    void whatIsRefusedHereHasItsCode() {
        String nobody = "a".repeat(26);
        String unknown = "a".repeat(16);
        assertEquals("bad-message", ann.refused("'type':'signal','data':1,'to':'" + ann.self() + "'"));
        assertEquals("unknown-peer", ann.refused("'type':'signal','data':1,'to':'" + nobody + "'"));
        assertEquals("unknown-peer", ann.refused("'type':'offer','data':1,'to':'" + nobody + "'"));
        assertEquals("unknown-peer", ann.refused("'type':'claim','from':'" + nobody + "'"));
        assertEquals("unknown-peer", ann.refused("'type':'offers','from':'" + nobody + "'"));
        assertEquals("bad-message", ann.refused("'type':'offer','data':1,'life':4"));
        assertEquals("bad-message", ann.refused("'type':'offer','data':1,'life':121"));
        assertEquals("unknown-offer", ann.refused("'type':'claim','offer':'" + unknown + "'"));
        assertEquals("unknown-offer", ann.refused("'type':'hold','offer':'" + unknown + "'"));
        assertEquals("unknown-offer", ann.refused("'type':'refresh','offer':'" + unknown + "','data':1"));
        assertEquals("unknown-offer", ann.refused("'type':'withdraw','offer':'" + unknown + "'"));
        assertEquals("claim-expired", ann.refused("'type':'answer','offer':'" + unknown + "','data':1"));
        assertEquals("claim-expired", ann.refused("'type':'release','offer':'" + unknown + "'"));
        assertEquals("no-offer", ann.refused("'type':'claim'"));
        assertEquals("already-joined", ann.refused("'type':'join'"));
        assertEquals("already-joined", ann.refused(ann.resumption()));
        assertEquals("unknown-command", ann.refused("'type':'dance'"));
        assertEquals("bad-room", ann.refused("'type':'join','room':'here'"));
        assertEquals("not-joined", here.connect(ROOM).refused("'type':'signal','data':1"));
        assertEquals("not-joined", ann.refused("'type':'signal','data':1,'room':'" + Nodes.room(7) + "'"));
        assertEquals(Optional.empty(), ann.closed());
        assertEquals(List.of("peer-joined"), told(ann), "a refusal disturbs nobody");
    }

    @Test
    void anOfferGoesItsWayFromNodeToNode() {
        ann.take();
        String offer = ann.done("'type':'offer','data':{'sdp':'offer'}").getString("offer");
        assertEquals(List.of("offer-opened"), told(bob));
        assertEquals(60, bob.done("'type':'offers'").getJsonArray("offers").getJsonObject(0).getInt("expires"));
        JsonObject claimed = bob.done("'type':'claim','from':'" + ann.self() + "'");
        assertEquals("{\"sdp\":\"offer\"}", claimed.get("data").toString());
        assertEquals(20, claimed.getInt("expires"));
        Client eve = here.join(ROOM);
        assertEquals("offer-claimed", eve.refused("'type':'claim','offer':'" + offer + "'"));
        assertEquals("claim-expired", eve.refused("'type':'answer','offer':'" + offer + "','data':1"));
        bob.done("'type':'answer','offer':'" + offer + "','data':{'sdp':'answer'}");
        List<JsonObject> heard = ann.take();
        assertEquals(List.of("peer-joined", "answer"), heard.stream().map(event -> event.getString("type")).toList());
        assertEquals(bob.self(), heard.get(1).getString("from"));
        assertEquals(List.of("offer-closed answered"), told(eve));
        assertEquals("unknown-offer", bob.refused("'type':'answer','offer':'" + offer + "','data':1"));
    }

    @Test
    void theEndOfAnOfferIsToldOnce() {
        ann.done("'type':'offer','data':1,'life':5");
        String withdrawn = ann.done("'type':'offer','data':2").getString("offer");
        ann.done("'type':'withdraw','offer':'" + withdrawn + "'");
        ann.done("'type':'offer','data':3");
        bob.take();
        nodes.pass(10);
        assertEquals(List.of("offer-closed expired"), told(bob));
        ann.drop();
        assertEquals(List.of("offer-closed left"), told(bob));
        nodes.pass(200);
        assertEquals(List.of("peer-left timeout"), told(bob));
    }

    @Test
    void theTokenStandsForItsSessionOnAnyNode() {
        bob.take();
        Event.Stored stored = (Event.Stored) act(there, "{'type':'signal','data':1,'token':'" + ann.token() + "'}");
        JsonObject heard = bob.take().get(0);
        assertEquals(ann.self(), heard.getString("from"));
        assertEquals(stored.at().offset(), heard.getInt("offset"));
    }

    @ParameterizedTest
    @CsvSource({"false, left", "true, detached"})
    void leaveEndsTheSessionWhereverItIsConnectedAndItsOffersWithIt(boolean keep, String reason) {
        String offer = ann.done("'type':'offer','data':1").getString("offer");
        bob.take();
        String leave = "{'type':'leave','keep':" + keep + ",'token':'" + ann.token() + "'}";
        assertEquals(new Event.Done(), act(there, leave));
        assertEquals(Optional.of(Closing.DONE), ann.closed());
        assertEquals(List.of("offer-closed left", "peer-left " + reason), told(bob));
        assertEquals("unknown-offer", bob.refused("'type':'claim','offer':'" + offer + "'"));
        refused(Code.BAD_TOKEN, () -> act(here, leave));
    }

    @Test
    void aCommandWithoutATokenIsAnAnonymousPostOrNothing() {
        assertTrue(act(there, "{'type':'signal','data':'hi'}") instanceof Event.Stored);
        for (Client each : List.of(ann, bob)) {
            JsonObject heard = each.take().stream().filter(event -> event.getString("type").equals("signal")).findFirst().orElseThrow();
            assertFalse(heard.containsKey("from"));
        }
        refused(Code.BAD_TOKEN, () -> act(here, "{'type':'signal','data':1,'to':'" + bob.self() + "'}"));
        refused(Code.BAD_TOKEN, () -> act(here, "{'type':'leave'}"));
        refused(Code.BAD_TOKEN, () -> act(here, "{'type':'offer','data':1}"));
        refused(Code.BAD_TOKEN, () -> act(here, "{'type':'ping','token':'" + ann.token() + "x'}"));
        refused(Code.BAD_TOKEN, () -> act(here, "{'type':'ping','token':'nonsense'}"));
        refused(Code.BAD_MESSAGE, () -> act(here, "{'type':'join'}"));
        refused(Code.BAD_MESSAGE, () -> act(here, "{'type':'resume','token':'" + ann.token() + "','epoch':'" + ann.epoch() + "','offset':1}"));
        refused(Code.UNKNOWN_ROOM, () -> here.signaling.act(Nodes.origin(Nodes.room(7)), batch("{'type':'signal','data':1}")));
        refused(Code.BAD_TOKEN, () -> here.signaling.act(Nodes.origin(Nodes.room(7)), batch("{'type':'ping','token':'" + ann.token() + "'}")));
    }

    @Test
    void anonymousPostsCanBeSwitchedOff() {
        Signaling closed = new Signaling(new Signaling.Core(here.rooms, here.exchange, new Opening(nodes.cluster.join("node-a")), Toll.FREE, here.proofs, room -> { }),
                new Signaling.Rules(8, false, 100, true), new Tally() {
                    @Override
                    public void count(What what) {
                        // nobody asks
                    }

                    @Override
                    public void paid(almenara.pow.Verdict verdict) {
                        // nobody asks
                    }

                    @Override
                    public void delivered(long nanos) {
                        // nobody asks
                    }
                });
        refused(Code.BAD_TOKEN, () -> closed.act(Nodes.origin(ROOM), batch("{'type':'signal','data':1}")));
    }

    @Test
    void aNodeThatIsDrainedLetsNobodyInAndServesThoseWhoAreThere() {
        here.opening.drain();
        assertFalse(here.signaling.isServing());
        refused(Code.DRAINING, () -> here.connect(ROOM));
        ann.done("'type':'signal','data':1");
        assertEquals("draining", ann.refused("'type':'join','room':'" + Nodes.room(2) + "'"));
        assertTrue(ann.resumeAt(there).joined().getBoolean("recovered"));
    }

    @Test
    void aNodeThatIsCutOffRefusesAndClosesWhoeverTriesToComeIn() {
        Client early = here.connect(ROOM);
        nodes.cluster.cutOff("node-a", true);
        refused(Code.UNAVAILABLE, () -> here.connect(ROOM));
        refused(Code.UNAVAILABLE, () -> act(here, "{'type':'ping','token':'" + ann.token() + "'}"));
        JsonObject refusal = early.ask("'type':'join'");
        assertEquals("unavailable", refusal.getString("code"));
        assertEquals(1000, refusal.getInt("retryAfter"));
        assertEquals(Optional.of(Closing.CANNOT_SERVE), early.closed());
        nodes.cluster.cutOff("node-a", false);
        here.join(ROOM);
    }

    @Test
    void whatHappensIsCounted() {
        ann.done("'type':'signal','data':1");
        ann.done("'type':'leave'");
        assertEquals(Map.of(Tally.What.JOIN, 1, Tally.What.SIGNAL, 1, Tally.What.LEAVE, 1), here.counts);
    }
}
