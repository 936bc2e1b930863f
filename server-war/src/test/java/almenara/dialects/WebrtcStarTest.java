package almenara.dialects;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import almenara.messages.Command;
import almenara.messages.Refusal;
import almenara.messages.Request;
import almenara.signaling.ForeignClient;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebrtcStarTest extends StarClients {

    /** Sits in whatever room is said. */
    private static final Dialect SITTER = new MadeUp((way, room) -> way.ask(new Request("", room, "", new Command.Join(""))), reply -> List.of());

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void itSaysWhatTheReferenceServerSaysOnOneNodeAndOnThree(int many) throws IOException {
        assertTrue(new Recorded(DIALECT, nodes, many, new StarFrames()).play("webrtc-star.txt") > 30);
    }

    @Test
    void newcomersAreToldOfTheOthersAtOnceAndTheOthersOfThemOnce() {
        ForeignClient a = join(0, "a");
        ForeignClient b = join(1, "b");
        assertEquals(List.of(peer("b")), a.takes());
        assertEquals(List.of(peer("a")), b.takes());
        List.of(a, b).forEach(client -> client.waits(20));
        assertEquals(List.of(), a.takes());
        b.says(joins("b"));
        assertEquals(List.of(peer("a")), b.takes(), "who asks again is told again");
        assertEquals(List.of(), a.takes(), "and the others are not");
        b.says(joins("c")).says(joins("b").replace("join", "leave")).says(joins("b"));
        assertEquals(List.of(peer("c"), peer("b")), a.takes());
    }

    @Test
    void aNewcomerIsToldOfSoManyAndNoMore() {
        List<ForeignClient> crowd = IntStream.range(0, 4).mapToObj(each -> join(each % 3, "p" + each)).toList();
        assertEquals(4, join(0, "fourth").takes().size());
        assertEquals(4, join(1, "fifth").takes().size());
        assertTrue(crowd.getFirst().takes().contains(peer("fifth")));
    }

    @Test
    void clientsOfTwoNodesThatHaveTwoUrlsMeet() {
        ForeignClient a = connect(0).says("42[\"ss-join\",\"/ip4/127.0.0.1/tcp/8080/ws/p2p-webrtc-star/p2p/a\"]");
        ForeignClient b = connect(1).says("42[\"ss-join\",\"/ip4/127.0.0.1/tcp/8180/ws/p2p-webrtc-star/p2p/b\"]");
        assertEquals(List.of("42[\"ws-peer\",\"/ip4/127.0.0.1/tcp/8080/ws/p2p-webrtc-star/p2p/b\"]"), a.takes());
        assertEquals(List.of("42[\"ws-peer\",\"/ip4/127.0.0.1/tcp/8180/ws/p2p-webrtc-star/p2p/a\"]"), b.takes());
        a.says("42[\"ss-handshake\",{\"intentId\":1,\"srcMultiaddr\":\"/ip4/127.0.0.1/tcp/8080/ws/p2p-webrtc-star/p2p/a\","
                + "\"dstMultiaddr\":\"/ip4/127.0.0.1/tcp/8080/ws/p2p-webrtc-star/p2p/b\"}]");
        assertEquals(1, b.takes().size());
    }

    @Test
    void theAddressOfANodeThatDiedIsFreeAfterTheGraceForWhoComesAgain() {
        join(0, "a");
        ForeignClient caller = join(1, "c");
        nodes.crash(nodes.node(0));
        ForeignClient again = join(1, "a");
        caller.takes();
        again.waits(StarPeer.RETRY);
        assertEquals(List.of(), caller.takes());
        nodes.pass(20);
        again.waits(StarPeer.RETRY);
        assertEquals(List.of(peer("a")), caller.takes());
        assertEquals(List.of(peer("c")), again.takes());
    }

    @Test
    void whatStandsForNewcomersIsRenewedInTime() {
        ForeignClient a = join(0, "a");
        for (int round = 0; round < 5; round++) {
            nodes.pass(60);
            a.waits(60);
        }
        assertEquals(List.of(peer("a")), join(1, "b").takes());
    }

    @Test
    void whoHasLeftOrDisconnectedIsNotToldOfAndNotCalled() {
        ForeignClient a = join(0, "a");
        ForeignClient b = join(1, "b").says("42[\"ss-leave\",\"" + at("b") + "\"]");
        ForeignClient c = join(2, "c").says("41");
        assertEquals(List.of(), c.says("41").takes().stream().filter(peer("b")::equals).toList());
        List.of(a, b).forEach(ForeignClient::takes);
        assertEquals(List.of(peer("a")), join(1, "d").takes());
        a.takes();
        a.says(calls("a", "b")).says(calls("a", "c"));
        assertEquals(List.of(failed("a", "b", "peer is not available"), failed("a", "c", "peer is not available")), a.takes());
        refuses(c, joins("c"), Refusal.Code.BAD_MESSAGE);
        c.says("40").says(joins("c"));
        assertTrue(a.takes().contains(peer("c")));
    }

    @Test
    void whoFindsItsLobbyFullMeetsOthersInTheNextAndIsAnnouncedInBoth() {
        ForeignClient above = join(0, "above");
        String lobby = new Namespace("webrtc-star lobby").room("0");
        List<ForeignClient> crowd = IntStream.range(0, 99).mapToObj(each -> nodes.node(each % 3).connect(SITTER).says(lobby)).toList();
        ForeignClient b = join(1, "b");
        assertEquals(List.of(), b.takes());
        ForeignClient c = join(2, "c");
        assertEquals(List.of(peer("b")), c.takes());
        assertEquals(List.of(peer("c")), b.takes());
        assertEquals(List.of(peer("b"), peer("c")), above.takes());
        crowd.getFirst().goes();
        assertEquals(List.of(peer("above")), join(0, "d").takes());
    }

    @Test
    void whoComesLaterHearsOfThoseBelowNowAndThen() {
        String lobby = new Namespace("webrtc-star lobby").room("0");
        List<ForeignClient> crowd = IntStream.range(0, 100).mapToObj(each -> nodes.node(each % 3).connect(SITTER).says(lobby)).toList();
        ForeignClient below = join(1, "below");
        crowd.forEach(ForeignClient::goes);
        ForeignClient later = join(0, "later");
        assertEquals(List.of(), later.takes());
        List<String> heard = new ArrayList<>();
        for (int round = 0; round < 500 && heard.isEmpty(); round++) {
            below.waits(60);
            heard.addAll(later.takes());
        }
        assertEquals(List.of(peer("below")), heard);
    }

    @Test
    void theServerPingsInVersionFourAndTheClientInVersionThree() {
        ForeignClient four = connect(0);
        ForeignClient three = nodes.node(0).connect(DIALECT, "EIO=3&transport=websocket");
        three.takes();
        List.of(three, four).forEach(client -> client.waits(24));
        assertEquals(List.of(), four.takes());
        List.of(three, four).forEach(client -> client.waits(1));
        assertEquals(List.of("2"), four.takes());
        assertEquals(List.of(), three.takes());
    }

    @Test
    void whoPollsIsToldThatItMayChangeOver() {
        String open = nodes.node(0).connect(DIALECT, "transport=polling&sid=abc").takes().getFirst();
        assertEquals("0{\"sid\":\"abc\",\"upgrades\":[\"websocket\"],\"pingInterval\":25000,\"pingTimeout\":20000,\"maxPayload\":65536}", open);
        assertTrue(!nodes.node(0).connect(DIALECT, "transport=websocket&sid=abc").takes().getFirst().contains("abc"));
    }

    @Test
    void aPlainRequestIsToldWhatTheReferenceServerSays() {
        assertEquals(new Dialect.Page(400, "application/json", "{\"code\":0,\"message\":\"Transport unknown\"}"), DIALECT.page(""));
    }
}
