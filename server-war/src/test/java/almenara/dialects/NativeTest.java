package almenara.dialects;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import almenara.messages.Batch;
import almenara.messages.Command;
import almenara.messages.Position;
import almenara.messages.Refusal;
import almenara.messages.Refusal.Code;
import almenara.messages.Request;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What clients say. In frames, ' stands for ". */
class NativeTest {

    private static final String PEER = "abcdefghijklmnopqrstuvwxyz";
    private static final String OFFER = "abcdefghijklmnop";
    private static final String ROOM = "A".repeat(43);

    private final Native dialect = new Native(new JsonLimits(16), new NativeReplies.Introduction("node", "{}", ""));

    private Request decode(String frame) {
        return dialect.decode(frame.replace('\'', '"'));
    }

    private void says(Command command, String fields) {
        assertEquals(new Request("", "", "", command), decode("{" + fields + "}"));
        assertEquals(new Request("7", ROOM, "secret", command),
                decode("{'ref':7,'room':'" + ROOM + "'," + (fields.contains("token") ? "" : "'token':'secret',") + fields + ",'unknown':[{}]}"));
    }

    private void refused(Code code, String frame) {
        assertEquals(code, assertThrows(Refusal.class, () -> decode(frame), frame).code(), frame);
    }

    @Test
    void everyCommandIsReadAsTheProtocolWritesIt() {
        says(new Command.Join(""), "'type':'join'");
        says(new Command.Join("AbC_-"), "'type':'join','proof':'AbC_-'");
        says(new Command.Signal("", "", "null"), "'type':'signal','data':null");
        says(new Command.Signal(PEER, "id 1", "{\"a\":[1,\"x\"]}"), "'type':'signal','to':'" + PEER + "','id':'id 1','data':{ 'a' : [1, 'x'] }");
        says(new Command.Publish("", 0, "1"), "'type':'offer','data':1");
        says(new Command.Publish(PEER, 30, "\"x\""), "'type':'offer','data':'x','to':'" + PEER + "','life':30");
        says(new Command.Offers(""), "'type':'offers'");
        says(new Command.Offers(PEER), "'type':'offers','from':'" + PEER + "'");
        says(new Command.Claim("", "", Set.of()), "'type':'claim'");
        says(new Command.Claim(OFFER, "", Set.of()), "'type':'claim','offer':'" + OFFER + "'");
        says(new Command.Claim("", PEER, Set.of()), "'type':'claim','from':'" + PEER + "'");
        says(new Command.Claim("", "", Set.of(PEER)), "'type':'claim','except':['" + PEER + "','" + PEER + "']");
        says(new Command.Answer(OFFER, "false"), "'type':'answer','offer':'" + OFFER + "','data':false");
        says(new Command.Release(OFFER), "'type':'release','offer':'" + OFFER + "'");
        says(new Command.Hold(OFFER), "'type':'hold','offer':'" + OFFER + "'");
        says(new Command.Refresh(OFFER, 120, "[]"), "'type':'refresh','offer':'" + OFFER + "','data':[],'life':120");
        says(new Command.Withdraw(OFFER), "'type':'withdraw','offer':'" + OFFER + "'");
        says(new Command.Leave(false), "'type':'leave'");
        says(new Command.Leave(false), "'type':'leave','keep':false");
        says(new Command.Leave(true), "'type':'leave','keep':true");
        says(new Command.Ping(), "'type':'ping'");
    }

    @Test
    void aResumptionIsReadWithItsCursor() {
        Request request = decode("{'type':'resume','token':'a.b','epoch':'abcdefgh','offset':12,'ref':'x'}");
        assertEquals(new Request("\"x\"", "", "a.b", new Command.Resume("a.b", new Position("abcdefgh", 12), "")), request);
        Request proven = decode("{'type':'resume','token':'a.b','epoch':'abcdefgh','offset':12,'proof':'AbC'}");
        assertEquals(new Command.Resume("a.b", new Position("abcdefgh", 12), "AbC"), proven.command());
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "1", "null", "'join'", "{}", "{'type':1}", "{'type':null}", "{'type':''}", "{'type':'ping','ref':1.5}", "{'type':'ping','ref':1e3}",
        "{'type':'ping','ref':null}", "{'type':'ping','ref':{}}", "{'type':'ping','ref':true}", "{'type':'ping','room':7}", "{'type':'join','proof':''}", "{'type':'join','proof':7}", "{'type':'ping','token':7}",
        "{'type':'signal'}", "{'type':'signal','data':1,'to':null}", "{'type':'signal','data':1,'id':7}",
        "{'type':'signal','data':1,'id':'a\\nb'}", "{'type':'offer'}", "{'type':'offer','data':1,'life':-1}", "{'type':'offer','data':1,'life':5.5}",
        "{'type':'offer','data':1,'life':'60'}", "{'type':'answer','data':1}",
        "{'type':'answer','offer':'abcdefghijklmnop'}", "{'type':'answer','offer':'abc','data':1}", "{'type':'release'}", "{'type':'hold'}",
        "{'type':'refresh','data':1}", "{'type':'withdraw'}", "{'type':'withdraw','offer':'abcdefghijklmno1'}", "{'type':'claim','except':'x'}",
        "{'type':'leave','keep':'true'}", "{'type':'leave','keep':1}", "{'type':'leave','keep':null}", "{'type':'leave','keep':[]}",
        "{'type':'claim','except':[1]}", "{'type':'claim','except':['nobody']}", "{'type':'offers','from':7}",
        "{'type':'resume'}", "{'type':'resume','token':'a.b','epoch':'abcdefgh'}", "{'type':'resume','token':'a.b','offset':1}",
        "{'type':'resume','token':'a.b','epoch':'ABCDEFGH','offset':1}", "{'type':'resume','token':'a.b','epoch':'abcdefgh','offset':-1}",
        "{'type':'resume','token':'a.b','epoch':'abcdefgh','offset':99999999999999999999}"})
    void aFieldThatIsMissingOrWrongIsABadMessage(String frame) {
        refused(Code.BAD_MESSAGE, frame);
    }

    @Test
    void theOtherFaultsHaveCodesOfTheirOwn() {
        refused(Code.BAD_JSON, "{");
        refused(Code.UNKNOWN_COMMAND, "{'type':'Join'}");
        refused(Code.UNKNOWN_COMMAND, "{'type':'joined'}");
        refused(Code.UNKNOWN_PEER, "{'type':'signal','data':1,'to':'nobody'}");
        refused(Code.UNKNOWN_PEER, "{'type':'offer','data':1,'to':'ABCDEFGHIJKLMNOPQRSTUVWXYZ'}");
        refused(Code.UNKNOWN_PEER, "{'type':'claim','from':'nobody'}");
        refused(Code.UNKNOWN_PEER, "{'type':'offers','from':'a b'}");
        refused(Code.BAD_ROOM, "{'type':'join','room':'short'}");
        refused(Code.BAD_ROOM, "{'type':'join','room':'" + "A".repeat(42) + "B'}");
    }

    @ParameterizedTest
    @CsvSource({"64, true", "65, false"})
    void refsAndIdsHaveSixtyFourCharacters(int length, boolean accepted) {
        String text = "x".repeat(length);
        for (String frame : Set.of("{'type':'ping','ref':'" + text + "'}", "{'type':'signal','data':1,'id':'" + text + "'}")) {
            if (accepted) {
                decode(frame);
            } else {
                refused(Code.BAD_MESSAGE, frame);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"100, true", "101, false"})
    void aClaimLeavesOutAHundredAuthors(int count, boolean accepted) {
        String except = IntStream.range(0, count).mapToObj(number -> "'" + "a".repeat(24) + (char) ('a' + number / 26) + (char) ('a' + number % 26) + "'")
                .collect(Collectors.joining(","));
        String frame = "{'type':'claim','except':[" + except + "]}";
        if (accepted) {
            assertEquals(count, ((Command.Claim) decode(frame).command()).except().size());
        } else {
            refused(Code.BAD_MESSAGE, frame);
        }
    }

    @Test
    void dataStaysOnOneLineAndKeepsItsMeaning() {
        String data = ((Command.Signal) dialect.decode("{\"type\":\"signal\",\"data\":{\"a\" :\n\"x\\ny\\u0000\\u0085\"}}").command()).data();
        assertFalse(data.chars().anyMatch(c -> c < ' '));
        assertEquals("{\"a\":\"x\\ny\\u0000\u0085\"}", data);
        for (String text : Set.of("1.0", "0.1", "1E+2", "-0.5", "\"\\\\\\\"/\"", "[[],{}]")) {
            assertEquals(text, ((Command.Signal) dialect.decode("{\"type\":\"signal\",\"data\":" + text + "}").command()).data());
        }
    }

    @Test
    void aRefIsFoundInAFrameThatIsRefused() {
        assertEquals("7", dialect.ref("{\"ref\":7}"));
        assertEquals("\"x\\\"y\"", dialect.ref("{\"type\":1,\"ref\":\"x\\\"y\"}"));
        assertEquals("5", dialect.ref("{\"ref\":5,\"a\":1,\"a\":2}"), "a duplicate key hides it not");
        assertEquals("5", dialect.ref("{\"ref\":5,\"a\":\"\\ud800\"}"));
    }

    @Test
    void aRefThatCouldNotBeSaidBackIsNone() {
        for (String frame : Set.of("", "[]", "{", "{}", "{\"ref\":1.5}", "{\"ref\":\"\\ud800\"}", "{\"ref\":" + "1".repeat(33) + "}", "{\"ref\":1e99999999999}",
                "{\"ref\":" + "[".repeat(50_000))) {
            assertEquals("", dialect.ref(frame), frame.substring(0, Math.min(40, frame.length())));
        }
    }

    @Test
    void aResourceIsTheCommandThatItsPathNames() {
        assertEquals(new Request("", "", "", new Command.Hold(OFFER)), dialect.decode("", "hold", OFFER));
        assertEquals(new Request("1", "", "t", new Command.Answer(OFFER, "2")), dialect.decode("{\"ref\":1,\"token\":\"t\",\"data\":2}", "answer", OFFER));
        assertEquals(new Command.Claim("", "", Set.of()), dialect.decode(" ", "claim").command());
        assertTrue(dialect.decode("{\"type\":\"leave\",\"data\":1}", "offer").command() instanceof Command.Publish, "the path counts, not the type");
        assertEquals(Code.BAD_MESSAGE, assertThrows(Refusal.class, () -> dialect.decode("{}", "hold", "no offer")).code());
    }

    private Batch batch(String frame) {
        return dialect.batch(frame.replace('\'', '"'));
    }

    @Test
    void aFrameIsABatchOfOneAndAPaidOneOfThoseInItsBody() {
        assertEquals(new Batch("", "{\"type\":\"ping\"}", List.of(new Request("", "", "", new Command.Ping()))), batch("{'type':'ping'}"));
        Batch one = batch("{'type':'paid','pow':'p','body':'{\\'type\\':\\'ping\\',\\'ref\\':1}'}");
        assertEquals(new Batch("p", "{\"type\":\"ping\",\"ref\":1}", List.of(new Request("1", "", "", new Command.Ping()))), one);
        Batch two = batch("{'type':'paid','pow':'p','body':' [{\\'type\\':\\'ping\\'}, {\\'type\\':\\'leave\\'}]'}");
        assertEquals(" [{\"type\":\"ping\"}, {\"type\":\"leave\"}]", two.body());
        assertEquals(List.of(new Command.Ping(), new Command.Leave(false)), two.requests().stream().map(Request::command).toList());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "BAD_MESSAGE|{'type':'paid','body':'{}'}",
        "BAD_MESSAGE|{'type':'paid','pow':'p'}",
        "BAD_MESSAGE|{'type':'paid','pow':'p','body':{}}",
        "BAD_MESSAGE|{'type':'paid','pow':'p','body':'[]'}",
        "BAD_MESSAGE|{'type':'paid','pow':'p','body':'[1]'}",
        "BAD_MESSAGE|{'type':'paid','pow':'p','body':'7'}",
        "BAD_JSON|{'type':'paid','pow':'p','body':'{'}",
        "BAD_JSON|{'type':'paid','pow':'p','body':' '}"})
    void whatIsPaidForHasToBeCommands(Code code, String frame) {
        assertEquals(code, assertThrows(Refusal.class, () -> batch(frame)).code());
    }

    @Test
    void theRefsOfAllCommandsAreFoundWhateverIsWrong() {
        assertEquals(List.of("1"), dialect.refs("{\"ref\":1,\"type\":\"nothing\"}"));
        assertEquals(List.of(""), dialect.refs("nonsense"));
        assertEquals(List.of("5"), dialect.refs("{\"type\":\"paid\",\"body\":\"{\\\"ref\\\":5}\"}"));
        assertEquals(List.of("1", "", "\"c\""), dialect.refs("{\"type\":\"paid\",\"body\":\"[{\\\"ref\\\":1},7,{\\\"ref\\\":\\\"c\\\"}]\"}"));
        assertEquals(List.of(""), dialect.refs("{\"type\":\"paid\",\"body\":\"[]\"}"));
    }
}
