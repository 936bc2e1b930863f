package almenara.dialects;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import almenara.messages.Refusal;
import almenara.signaling.Channel.Closing;
import almenara.signaling.ForeignClient;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What succeeds on the reference server, and what no client says. */
class WebrtcStarHostileTest extends StarClients {

    @Test
    void anAddressThatIsInUseIsNotHijackedAndWhoWaitsForItHasItWhenItIsFree() {
        ForeignClient victim = join(0, "v");
        ForeignClient thief = join(1, "v");
        ForeignClient caller = join(2, "c");
        caller.takes();
        victim.takes();
        caller.says(calls("c", "v"));
        assertEquals(List.of(called("c", "v")), victim.takes());
        thief.says(calls("v", "c"));
        assertEquals(List.of(failed("v", "c", "the source is not an address of this client")), thief.takes());
        refuses(thief, answers("c", "v").replace("\"i\"", "\"j\""), Refusal.Code.NOT_YOURS);
        assertEquals(List.of(), caller.takes());
        victim.goes();
        thief.waits(StarPeer.RETRY);
        caller.says(calls("c", "v"));
        assertTrue(thief.takes().contains(called("c", "v")));
    }

    @Test
    void nobodyCallsInTheNameOfAnother() {
        join(0, "victim");
        ForeignClient target = join(1, "target");
        ForeignClient forger = join(2, "forger");
        target.takes();
        forger.takes();
        forger.says(calls("victim", "target"));
        forger.says(calls("victim", "target").replace("\"" + at("victim"), "\"/dns4/other/p2p/victim"));
        assertEquals(List.of(), target.takes());
        assertEquals(2, forger.takes().size());
    }

    @Test
    void onlyWhoWasCalledAnswersAndOnlyThat() {
        ForeignClient a = join(0, "a");
        ForeignClient b = join(1, "b");
        ForeignClient c = join(2, "c");
        a.says(calls("a", "b"));
        List.of(a, b, c).forEach(ForeignClient::takes);
        refuses(c, answers("a", "b"), Refusal.Code.NOT_YOURS);
        refuses(c, answers("a", "c"), Refusal.Code.NOT_YOURS);
        refuses(b, answers("a", "b").replace("\"i\"", "\"k\""), Refusal.Code.NOT_YOURS);
        refuses(b, answers("c", "b"), Refusal.Code.NOT_YOURS);
        b.says(answers("a", "b")).says(answers("a", "b"));
        assertEquals(List.of(answered("a", "b"), answered("a", "b")), a.takes());
        assertEquals(List.of(), c.takes());
    }

    @Test
    void nobodySaysThatACallHasFailedOrThatItIsAnAnswer() {
        ForeignClient a = join(0, "a");
        ForeignClient b = join(1, "b");
        a.takes();
        b.takes();
        b.says(handshake("ss-handshake", "b", "a", ",\"err\":\"x\"")).says(handshake("ss-handshake", "b", "a", ",\"answer\":false"));
        assertEquals(List.of(called("b", "a"), called("b", "a")), a.takes());
    }

    @Test
    void aClientIsAnsweredForTheLastOfTheAttemptsItWasToldOf() {
        ForeignClient a = join(0, "a");
        ForeignClient b = join(1, "b");
        IntStream.rangeClosed(0, Intents.MOST).forEach(each -> a.says(calls("a", "b").replace("\"i\"", "\"" + each + "\"")));
        a.takes();
        refuses(b, answers("a", "b").replace("\"i\"", "\"0\""), Refusal.Code.NOT_YOURS);
        b.says(answers("a", "b").replace("\"i\"", "\"1\""));
        assertEquals(1, a.takes().size());
    }

    @Test
    void aClientHasSoManyAddresses() {
        ForeignClient client = connect(0);
        client.says(joins("1")).says(joins("2"));
        IntStream.range(2, StarPeer.MOST_ADDRESSES).forEach(each -> client.says(joins("x" + each)));
        client.says(joins("1"));
        refuses(client, joins("one more"), Refusal.Code.TOO_MANY_ROOMS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "7", "47", "42", "42[]", "42[1]", "42{}", "42[\"ss-join\"]", "42[\"ss-join\",null]", "42[\"ss-join\",{}]", "42[\"ss-join\",\"\"]",
        "42[\"ss-handshake\",null]", "42[\"ss-handshake\",1]", "42[\"ss-handshake\",[]]", "42[\"ss-handshake\",{}]", "42/admin,[\"ss-join\",\"a\"]", "42[\"ss-join\",\"\\ud800\"]"})
    void whatIsNoFrameIsRefusedAndTheConnectionGoesOn(String frame) {
        ForeignClient client = join(0, "a");
        assertThrows(Refusal.class, () -> client.says(frame));
        join(1, "b").says(calls("b", "a"));
        assertEquals(List.of(peer("b"), called("b", "a")), client.takes());
    }

    @Test
    void bytesAcknowledgementsAndQuestionsAreSurvived() {
        ForeignClient client = connect(0);
        List.of("431[]", "44", "45", "451-[\"x\",{\"_placeholder\":true,\"num\":0}]", "46", "bAAEC", "3", "5", "6", "42[\"other\"]").forEach(client::says);
        assertEquals(List.of(), client.takes());
        client.says("2");
        assertEquals(List.of("3"), client.takes());
        client.says("1");
        assertEquals(List.of(Closing.DONE), client.closings());
    }

    @Test
    void addressesAndNamesOfAttemptsHaveSoManyCharacters() {
        String prefix = at("");
        ForeignClient a = connect(0).says(joins("x".repeat(StarAddress.LONGEST - prefix.length())));
        assertThrows(Refusal.class, () -> a.says(joins("y".repeat(StarAddress.LONGEST - prefix.length() + 1))));
        ForeignClient b = join(0, "b");
        join(1, "c");
        b.says(calls("b", "c").replace("\"i\"", "\"" + "i".repeat(StarPeer.LONGEST_INTENT - 2) + "\""));
        assertThrows(Refusal.class, () -> b.says(calls("b", "c").replace("\"i\"", "\"" + "i".repeat(StarPeer.LONGEST_INTENT - 1) + "\"")));
    }

    @Test
    void nothingThatAClientSaysDisturbsAnother() {
        ForeignClient witness = join(0, "w");
        ForeignClient noisy = join(1, "n");
        witness.takes();
        Random random = new Random(39);
        String[] parts = {"42", "40", "41", "[", "]", "{", "}", ",", "\"ss-join\"", "\"ss-leave\"", "\"ss-handshake\"", "\"answer\":true", "\"srcMultiaddr\":", "\"dstMultiaddr\":",
            "\"" + at("w") + "\"", "null", "1e9", "\\u0000", "é", "/a,", "2", "b"};
        for (int round = 0; round < 5000; round++) {
            String frame = IntStream.range(0, random.nextInt(12)).mapToObj(each -> parts[random.nextInt(parts.length)]).collect(Collectors.joining());
            try {
                noisy.says(frame);
            } catch (Refusal refusal) {
                assertTrue(refusal.code().status() < 500, frame);
            }
        }
        assertEquals(List.of(), witness.takes().stream().filter(frame -> frame.contains("handshake")).toList());
        join(2, "x").says(calls("x", "w"));
        assertTrue(witness.takes().contains(called("x", "w")));
    }
}
