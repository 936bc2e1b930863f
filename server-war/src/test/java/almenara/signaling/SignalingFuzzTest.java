package almenara.signaling;

import static org.junit.jupiter.api.Assertions.assertEquals;

import almenara.fuzz.Seeds;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** A client that says whatever it likes, a line a frame, on a node that does all of it at once; another member goes on. */
class SignalingFuzzTest {

    static Stream<byte[]> seeds() {
        return Seeds.json("{'type':'join','ref':1}\n{'type':'signal','data':{'a':1}}\n{'type':'signal','to':'" + "a".repeat(26) + "','id':'i','data':0}\n{'type':'leave','keep':true}",
                "{'type':'join'}\n{'type':'offer','ref':2,'life':60,'data':[0]}\n{'type':'offers'}\n{'type':'claim'}\n{'type':'withdraw','offer':'" + "a".repeat(16) + "'}",
                "{'type':'resume','token':'" + "a".repeat(26) + "." + "b".repeat(32) + "','epoch':'abcdefgh','offset':0}", "{'type':'join','room':'" + Nodes.room(1) + "'}\n{'type':'ping'}",
                "{'type':'claim','ref':3}\n{'type':'answer','offer':'" + "a".repeat(16) + "','data':0}\n{'type':'hold','offer':'" + "a".repeat(16) + "'}", "{'type':'join','proof':'" + "A".repeat(192) + "'}",
                "{'type':'paid','pow':'p','body':'[{\\'type\\':\\'join\\'},{\\'type\\':\\'leave\\'}]'}");
    }

    @MethodSource("seeds")
    @FuzzTest
    void whateverAClientSaysOthersGoOnAndItsSeatIsFreeAfterIt(byte[] frames) {
        Nodes nodes = new Nodes(1);
        Client other = nodes.node(0).join(Nodes.ROOM);
        other.done("'type':'offer','data':'first'");
        Client client = nodes.node(0).connect(Nodes.ROOM);
        for (String frame : Seeds.text(frames).split("\n")) {
            client.say(frame);
        }
        client.drop();
        other.done("'type':'signal','data':1");
        for (int minute = 0; minute < 3; minute++) {
            nodes.pass(2);
            nodes.clock.advance(Duration.ofSeconds(60));
        }
        nodes.pass(2);
        assertEquals(1, nodes.node(0).rooms.census().population());
        assertEquals(1, nodes.node(0).rooms.size());
    }
}
