package almenara.dialects;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import almenara.messages.Entry;
import almenara.messages.Entry.Kind;
import almenara.messages.Event;
import almenara.messages.Event.Continuity;
import almenara.messages.Offer;
import almenara.messages.Position;
import almenara.messages.Refusal;
import almenara.messages.Reply;
import almenara.messages.Seat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the server says. In messages, ' stands for ". */
class NativeRepliesTest {

    private static final Seat SEAT = new Seat("me", "me.secret");
    private static final Position AT = new Position("abcdefgh", 7);
    private static final String LIMITS = "{\"message\":65536}";

    private final NativeReplies replies = new NativeReplies(new NativeReplies.Introduction("node-a", LIMITS, "[{\"urls\":\"stun:x\"}]"));

    private void says(String message, Event event) {
        assertEquals(message.replace('\'', '"'), replies.encode(new Reply("", "", event)));
    }

    private void logged(String fields, Entry entry) {
        says("{" + fields + ",'offset':9}", new Event.Logged(9, entry));
    }

    @Test
    void joinedIsWrittenAsTheProtocolSays() {
        String seat = "{'type':'joined','self':'me','epoch':'abcdefgh','offset':7,'node':'node-a','token':'me.secret'";
        String rest = ",'limits':{'message':65536},'iceServers':[{'urls':'stun:x'}]}";
        says(seat + ",'members':[]" + rest, new Event.Joined(SEAT, AT, Continuity.NEW, List.of()));
        says(seat + ",'recovered':true" + rest, new Event.Joined(SEAT, AT, Continuity.RECOVERED, List.of()));
        says(seat + ",'recovered':false,'members':[{'peer':'a'},{'peer':'b'}]" + rest, new Event.Joined(SEAT, AT, Continuity.LOST, List.of("a", "b")));
        String bare = new NativeReplies(new NativeReplies.Introduction("n", LIMITS, "")).encode(new Reply("", "", new Event.Joined(SEAT, AT, Continuity.NEW, List.of())));
        assertEquals(-1, bare.indexOf("iceServers"));
    }

    @Test
    void anEventIsWrittenOnceForAllWhoCallTheRoomTheSame() {
        Event event = new Event.Logged(9, Entry.joined("a"));
        String first = replies.encode(new Reply("", "", event));
        assertSame(first, replies.encode(new Reply("", "", event)));
        assertEquals(first.replace("}", ",\"room\":\"r\"}"), replies.encode(new Reply("r", "", event)));
        assertEquals(first.replace("}", ",\"ref\":1}"), replies.encode(new Reply("", "1", event)));
        assertEquals(first, replies.encode(new Reply("", "", new Event.Logged(9, Entry.joined("a")))));
        assertEquals(first.replace('9', '8'), replies.encode(new Reply("", "", new Event.Logged(8, Entry.joined("a")))));
    }

    @Test
    void entriesAreWrittenAsTheProtocolSays() {
        logged("'type':'peer-joined','peer':'a'", Entry.joined("a"));
        logged("'type':'peer-left','peer':'a','reason':'left'", Entry.left("a", Entry.LEFT));
        logged("'type':'peer-left','peer':'a','reason':'detached'", Entry.left("a", Entry.DETACHED));
        logged("'type':'peer-left','peer':'a','reason':'timeout'", Entry.left("a", Entry.TIMEOUT));
        logged("'type':'signal','from':'a','to':'b','id':'x','data':{'y':1}", new Entry(Kind.SIGNAL, "a", "b", "x", "{\"y\":1}"));
        logged("'type':'signal','data':null", new Entry(Kind.SIGNAL, "", "", "", "null"));
        logged("'type':'offer-opened','offer':'o','from':'a'", new Entry(Kind.OFFER_OPENED, "a", "", "o", ""));
        logged("'type':'offer-opened','offer':'o','from':'a','to':'b'", new Entry(Kind.OFFER_OPENED, "a", "b", "o", ""));
        logged("'type':'offer-closed','offer':'o','from':'a','to':'b','reason':'answered'", new Entry(Kind.OFFER_CLOSED, "a", "b", "o", "answered"));
        logged("'type':'answer','offer':'o','from':'a','data':[1]", new Entry(Kind.ANSWER, "a", "b", "o", "[1]"));
        assertThrows(IllegalArgumentException.class, () -> replies.encode(new Reply("", "", new Event.Logged(1, Entry.gap()))));
    }

    @Test
    void answersAreWrittenAsTheProtocolSays() {
        Offer offer = new Offer("o", "a", "", "192.0.2", 62_500, "{\"d\":1}");
        says("{'type':'ok'}", new Event.Done());
        says("{'type':'ok','epoch':'abcdefgh','offset':7}", new Event.Stored(AT));
        says("{'type':'ok','offer':'o','expires':60}", new Event.Opened("o", 60));
        says("{'type':'ok','expires':20}", new Event.Held(20));
        says("{'type':'ok','offer':'o','from':'a','data':{'d':1},'expires':20}", new Event.Claimed(offer, 20));
        says("{'type':'ok','offers':[]}", new Event.Listed(List.of(), 0));
        Offer directed = new Offer("p", "a", "b", "192.0.2", 1, "2");
        says("{'type':'ok','offers':[{'offer':'o','from':'a','expires':60},{'offer':'p','from':'a','to':'b','expires':0}]}",
                new Event.Listed(List.of(offer, directed), 2000));
    }

    @Test
    void refusalsAndTheRestAreWrittenAsTheProtocolSays() {
        says("{'type':'refused','code':'room-full','message':'no'}", new Event.Refused(new Refusal(Refusal.Code.ROOM_FULL, "no")));
        says("{'type':'refused','code':'overloaded','message':'no','retryAfter':200}", new Event.Refused(new Refusal(Refusal.Code.OVERLOADED, "no", 200)));
        says("{'type':'refused','code':'price','message':'no','quote':'q','effort':262144,'action':2}",
                new Event.Refused(new Refusal("no", new Refusal.Price("q", java.time.Duration.ofMinutes(1), 262_144, 2))));
        says("{'type':'price','quote':'q','effort':65536,'height':16.0}", new Event.Price("q", 65_536));
        says("{'type':'price','quote':'q','effort':77936,'height':16.25}", new Event.Price("q", 77_936));
        says("{'type':'cursor','offset':40}", new Event.Cursor(40));
        says("{'type':'refused','code':'proof','message':'no','challenge':'c'}", new Event.Refused(new Refusal("no", "c")));
        says("{'type':'refused','code':'seq-too-low','message':'no','seq':7}",
                new Event.Refused(new Refusal(Refusal.Code.SEQ_TOO_LOW, "no", java.util.OptionalLong.of(7))));
        says("{'type':'challenge','challenge':'c'}", new Event.Challenge("c"));
        says("{'type':'drain','delay':1500}", new Event.Drain(1500));
    }

    @Test
    void aReplyNamesItsRoomAndTheCommandThatItAnswers() {
        assertEquals("{\"type\":\"ok\",\"room\":\"r\",\"ref\":7}", replies.encode(new Reply("r", "7", new Event.Done())));
        assertEquals("{\"type\":\"ok\",\"ref\":\"x\"}", replies.encode(new Reply("", "\"x\"", new Event.Done())));
    }

    @Test
    void whatStringsHoldIsEscaped() {
        says("{'type':'refused','code':'internal','message':'\\'\\\\\\u000a\\u0000\\u2028\\u2029/\u00e9'}".replace("\\'", "\\\""),
                new Event.Refused(new Refusal(Refusal.Code.INTERNAL, "\"\\\n\u0000\u2028\u2029/\u00e9")));
    }

    @Test
    void aTurnCredentialIsWrittenAsBrowsersTakeIt() {
        says("{'type':'ok','username':'9:u','credential':'p=','ttl':600,'iceServers':[{'urls':['turn:a','turns:b'],'username':'9:u','credential':'p='}]}",
                new Event.Granted("9:u", "p=", 600, List.of("turn:a", "turns:b")));
    }
}
