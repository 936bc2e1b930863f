package almenara.dialects;

import static org.junit.jupiter.api.Assertions.assertEquals;

import almenara.fuzz.Seeds;
import almenara.messages.Refusal;
import almenara.signaling.ForeignClient;
import almenara.signaling.Nodes;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Clients of other protocols that say whatever they like, a line a frame; another one beside them goes on. */
class ForeignFuzzTest {

    private static final Dialect Y_WEBRTC = new YWebrtc(new JsonLimits(16), 8);
    private static final Dialect PEERJS = new PeerJs(new JsonLimits(16), new Absent.Limits(8, 4096, 5), new Random(1));
    private static final Dialect TRYSTERO = new Trystero(new JsonLimits(16));
    private static final Dialect MATCHBOX = new Matchbox(new JsonLimits(16));
    /** Stands for the id that another client has. */
    private static final String OTHER = "$OTHER";
    private static final String PING = "{\"type\":\"ping\"}";

    static Stream<byte[]> topics() {
        return Seeds.json("{'type':'subscribe','topics':['t','u']}\n{'type':'publish','topic':'t','data':1}\n{'type':'unsubscribe','topics':['t']}",
                "{'type':'subscribe','topics':['t',1,null,'t']}\n{'type':'publish','topic':'t','clients':7}", "{'type':'ping'}", "{'type':'publish','topic':''}", "[]\nnull");
    }

    static Stream<byte[]> ids() {
        return Seeds.json("{'type':'OFFER','dst':'other','payload':{'sdp':''}}\n{'type':'LEAVE'}", "{'type':'CANDIDATE','dst':'nobody','payload':[1],'src':'forged'}\n{'type':'HEARTBEAT'}",
                "{'type':'ANSWER','dst':'me'}\n{'type':'LEAVE','dst':'other'}", "{'type':1,'dst':2}", "[]\nnull");
    }

    static Stream<byte[]> relayed() {
        return Seeds.json("{'type':'subscribe','topic':'t'}\n{'type':'publish','topic':'t','payload':'x'}\n{'type':'unsubscribe','topic':'t'}",
                "{'type':'publish','topic':'t','payload':{'a':[1e5,null]}}", "{'type':'publish','topic':'','payload':0}\n{'type':'subscribe','topic':1}", "[]\nnull");
    }

    static Stream<byte[]> signals() {
        return Seeds.json("{'Signal':{'receiver':'" + OTHER + "','data':{'Offer':'sdp'}}}\n'KeepAlive'", "{'Signal':{'receiver':'00000000-0000-4000-8000-000000000000','data':0}}",
                "{'Signal':{'receiver':'" + OTHER + "','data':1e-7},'x':0}", "'KeepAliv'\nnull\n[]", "{'Signal':{'receiver':'" + OTHER + "'}}");
    }

    static Stream<byte[]> announces() {
        return Seeds.json("{'action':'announce','info_hash':'hhhhhhhhhhhhhhhhhhhh','peer_id':'mmmmmmmmmmmmmmmmmmmm','offers':[{'offer':{'type':'offer','sdp':''},'offer_id':'oooooooooooooooooooo'}]}",
                "{'action':'announce','info_hash':'hhhhhhhhhhhhhhhhhhhh','peer_id':'wwwwwwwwwwwwwwwwwwww','event':'stopped'}\n{'action':'scrape','info_hash':['hhhhhhhhhhhhhhhhhhhh']}",
                "{'action':'announce','info_hash':'hhhhhhhhhhhhhhhhhhhh','peer_id':'mmmmmmmmmmmmmmmmmmmm','answer':{},'to_peer_id':'wwwwwwwwwwwwwwwwwwww','offer_id':'oooooooooooooooooooo'}", "{'action':'scrape'}", "[]\nnull");
    }

    private static void say(ForeignClient client, String frames) {
        for (String frame : frames.split("\n")) {
            try {
                client.says(frame);
            } catch (Refusal refused) {
                // as it should be
            }
        }
        client.waits(6);
        client.takes().forEach(Recorded::parse);
        client.goes();
    }

    @MethodSource("topics")
    @FuzzTest
    void aClientOfYWebrtcDisturbsNobody(byte[] frames) {
        Nodes nodes = new Nodes(1);
        ForeignClient other = nodes.node(0).connect(Y_WEBRTC).says("{\"type\":\"subscribe\",\"topics\":[\"t\"]}");
        say(nodes.node(0).connect(Y_WEBRTC), Seeds.text(frames));
        other.takes().forEach(Recorded::parse);
        assertEquals(List.of("{\"type\":\"pong\"}"), other.says(PING).takes());
        assertEquals(1, nodes.node(0).rooms.census().population());
    }

    @MethodSource("ids")
    @FuzzTest
    void aClientOfPeerJsDisturbsNobody(byte[] frames) {
        Nodes nodes = new Nodes(1);
        ForeignClient other = nodes.node(0).connect(PEERJS, "key=peerjs&id=other&token=x");
        say(nodes.node(0).connect(PEERJS, "key=peerjs&id=me&token=y"), Seeds.text(frames));
        other.takes().stream().map(Recorded::parse).map(each -> each.asJsonObject().getString("src", "me")).forEach(from -> assertEquals("me", from));
        assertEquals(List.of("{\"type\":\"EXPIRE\",\"src\":\"third\",\"dst\":\"other\"}"), expired(other));
        nodes.clock.advance(Duration.ofSeconds(30));
        nodes.pass(2);
        assertEquals(1, nodes.node(0).rooms.census().population());
    }

    @MethodSource("announces")
    @FuzzTest
    void aClientOfTheTrackerDisturbsNobody(byte[] frames) {
        Swarming swarm = new Swarming(Swarming.LIMITS);
        ForeignClient other = swarm.come(0, 'w');
        say(swarm.connect(1), Seeds.text(frames));
        other.takes().stream().map(Recorded::parse).map(each -> each.asJsonObject().getString("action")).forEach(action -> assertEquals("announce", action));
        assertEquals(List.of(Swarming.counted(0, 1)), other.says(Swarming.announce('w')).takes());
        assertEquals(1, swarm.nodes.node(0).rooms.census().population());
    }

    private static List<String> expired(ForeignClient client) {
        client.says("{\"type\":\"OFFER\",\"dst\":\"third\",\"payload\":0}").waits(6);
        return client.takes();
    }

    @MethodSource("relayed")
    @FuzzTest
    void aClientOfTrysteroDisturbsNobody(byte[] frames) {
        Nodes nodes = new Nodes(1);
        ForeignClient other = nodes.node(0).connect(TRYSTERO).says("{\"type\":\"subscribe\",\"topic\":\"t\"}");
        say(nodes.node(0).connect(TRYSTERO), Seeds.text(frames));
        other.takes().forEach(heard -> assertEquals("t", Recorded.parse(heard).asJsonObject().getString("topic")));
        assertEquals(List.of("{\"topic\":\"t\",\"payload\":1}"), other.says("{\"type\":\"publish\",\"topic\":\"t\",\"payload\":1}").takes());
        assertEquals(1, nodes.node(0).rooms.census().population());
    }

    @MethodSource("signals")
    @FuzzTest
    void aClientOfMatchboxDisturbsNobody(byte[] frames) {
        Nodes nodes = new Nodes(1);
        ForeignClient other = nodes.node(0).connect(MATCHBOX, "room?");
        String id = Recorded.parse(other.takes().getFirst()).asJsonObject().getString("IdAssigned");
        ForeignClient client = nodes.node(0).connect(MATCHBOX, "room?");
        String own = Recorded.parse(client.takes().getFirst()).asJsonObject().getString("IdAssigned");
        say(client, Seeds.text(frames).replace(OTHER, id));
        other.takes().stream().map(heard -> Recorded.parse(heard).asJsonObject()).filter(heard -> heard.containsKey("Signal"))
                .forEach(heard -> assertEquals(own, heard.getJsonObject("Signal").getString("sender")));
        nodes.clock.advance(Duration.ofSeconds(30));
        nodes.pass(2);
        assertEquals(1, nodes.node(0).rooms.census().population());
    }
}
