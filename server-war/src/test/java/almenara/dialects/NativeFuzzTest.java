package almenara.dialects;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import almenara.fuzz.Seeds;
import almenara.messages.Batch;
import almenara.messages.Event;
import almenara.messages.Refusal;
import almenara.messages.Reply;
import com.code_intelligence.jazzer.junit.FuzzTest;
import jakarta.json.JsonValue;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

class NativeFuzzTest {

    private static final int MOST_PAID = 16;
    private static final String ROOM = "A".repeat(43);
    private static final Native NATIVE = new Native(new JsonLimits(16), new NativeReplies.Introduction("node", "{}", ""));
    private static final StrictJson JSON = new StrictJson(new JsonLimits(16));

    static Stream<byte[]> seeds() {
        return Seeds.json("{'type':'join','ref':1,'room':'" + ROOM + "'}", "{'type':'resume','token':'t','epoch':'abcdefgh','offset':3}", "{'type':'signal','ref':'r','to':'x','id':'i','data':{}}",
                "{'type':'offer','life':60,'data':[0]}", "{'type':'offers','from':'x'}", "{'type':'claim','offer':'o','except':['a','b']}", "{'type':'answer','offer':'o','data':null}",
                "{'type':'release','offer':'o'}", "{'type':'refresh','offer':'o','life':1e1,'data':0}", "{'type':'leave','keep':true}", "{'type':'ping','ref':12345678901234567890}",
                "{'type':'paid','pow':'p','body':'[{\\'type\\':\\'ping\\',\\'ref\\':2},{\\'type\\':\\'leave\\'}]'}", "{'ref':1e99999,'type':'ping'}");
    }

    @MethodSource("seeds")
    @FuzzTest
    void aFrameIsABatchOrARefusalThatNamesItsRefs(byte[] input) {
        String frame = Seeds.text(input);
        List<String> refs = NATIVE.refs(frame);
        assertTrue(!refs.isEmpty() && refs.size() <= MOST_PAID);
        try {
            Batch batch = NATIVE.batch(frame);
            assertFalse(batch.requests().isEmpty());
            batch.requests().forEach(request -> answered(request.ref()));
            assertEquals(batch.requests().stream().map(each -> each.ref()).toList(), refs);
        } catch (Refusal refusal) {
            refs.forEach(NativeFuzzTest::answered);
        }
    }

    /** The ref comes back as JSON that can be read. */
    private static void answered(String ref) {
        JsonValue answer = JSON.read(NATIVE.encode(new Reply("", ref, new Event.Refused(new Refusal(Refusal.Code.BAD_MESSAGE, "why")))));
        assertEquals(ref, answer.asJsonObject().containsKey("ref") ? answer.asJsonObject().get("ref").toString() : "");
    }

    @MethodSource("seeds")
    @FuzzTest
    void aBodyIsARequestOrARefusal(byte[] input) {
        String body = Seeds.text(input);
        for (String type : List.of("offers", "offer", "claim", "refresh", "withdraw", "release", "hold", "answer")) {
            try {
                NATIVE.decode(body, type);
                NATIVE.decode(body, type, "abcdefghijklmnop");
                NATIVE.who(body);
            } catch (Refusal refusal) {
                assertFalse(refusal.getMessage().isEmpty());
            }
        }
        NATIVE.ref(body);
    }
}
