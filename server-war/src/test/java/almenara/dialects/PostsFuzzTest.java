package almenara.dialects;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import almenara.fuzz.Seeds;
import almenara.messages.Command;
import almenara.messages.Request;
import almenara.signaling.ForeignClient;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Posts and offers in rooms of dialects, as only nodes write them, perhaps in a way of another version: whoever they are for goes on, and so does everybody else. */
class PostsFuzzTest extends StarClients {

    private static final String STAR_ROOM = new Namespace("webrtc-star").room("w");
    private static final String STAR_LOBBY = new Namespace("webrtc-star lobby").room("0");

    static Stream<byte[]> tracker() {
        String head = "{\"kind\":\"offer\",\"offer_id\":\"" + Swarming.id('o') + "\",\"peer_id\":\"" + Swarming.id('x') + "\",\"room\":\"r\",\"member\":\"m\"}";
        return Seeds.texts(head + "\n{}", head.replace("offer\"", "answer\"") + "\n{}", head, "no signal", "{}\n{}");
    }

    static Stream<byte[]> star() {
        return Seeds.json("{'intentId':'i','srcMultiaddr':'/p2p/a','dstMultiaddr':'/p2p/w'}", "1 ai\n{'x':1}", "@/p2p/q", "@", "9 a", "-1 \n", "x y\nz", "", "['/p2p/a',1]", "['/p2p/a']", "['']");
    }

    @MethodSource("tracker")
    @FuzzTest
    void thePeersOfATorrentGoOnWhateverIsHandedToThem(byte[] input) {
        Swarming swarm = new Swarming(Swarming.LIMITS);
        ForeignClient one = swarm.come(0, 'v');
        ForeignClient two = swarm.come(0, 'w');
        String room = new Namespace("tracker").room("0 " + Swarming.HASH);
        ForeignClient writer = swarm.connect(1);
        writer.ask(new Request("", room, "", new Command.Attend("")));
        write(writer, room, Seeds.text(input));
        assertFalse(swarm.connect(2).says(Swarming.announce('u')).takes().isEmpty());
        swarm.nodes.pass(Duration.ofSeconds(3));
        for (ForeignClient each : List.of(one, two)) {
            each.takes();
            assertEquals(List.of(), each.closings());
        }
        assertEquals(List.of(Swarming.counted(0, 3)), one.says(Swarming.announce('v')).takes());
        assertEquals(List.of(Swarming.counted(0, 3)), two.says(Swarming.announce('w')).takes());
    }

    @MethodSource("star")
    @FuzzTest
    void aClientOfWebrtcStarGoesOnWhateverIsPostedToIt(byte[] input) {
        ForeignClient witness = join(0, "w");
        ForeignClient writer = nodes.node(1).connect(DIALECT, "EIO=4&transport=websocket");
        writer.ask(new Request("", STAR_LOBBY, "", new Command.Attend("")));
        write(writer, STAR_ROOM, Seeds.text(input));
        write(writer, STAR_LOBBY, Seeds.text(input));
        ForeignClient caller = join(2, "caller").says(calls("caller", "w"));
        assertTrue(witness.takes().contains(called("caller", "w")));
        List.of(witness, caller, writer).forEach(ForeignClient::goes);
    }

    private static void write(ForeignClient writer, String room, String text) {
        writer.ask(new Request("", room, "", new Command.Post(text)));
        writer.ask(new Request("", room, "", new Command.Publish("", 30, text)));
    }
}
