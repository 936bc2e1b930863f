package almenara.dialects;

import static almenara.dialects.Swarming.all;
import static almenara.dialects.Swarming.announce;
import static almenara.dialects.Swarming.answer;
import static almenara.dialects.Swarming.answered;
import static almenara.dialects.Swarming.counted;
import static almenara.dialects.Swarming.failed;
import static almenara.dialects.Swarming.offered;
import static almenara.dialects.Swarming.stop;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import almenara.signaling.Channel.Closing;
import almenara.signaling.ForeignClient;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrackerTest {

    private final Swarming swarm = new Swarming(Swarming.LIMITS);

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void itSaysWhatTheReferenceServerSaysOnOneNodeAndOnThree(int many) throws IOException {
        new Recorded(swarm.dialect(), swarm.nodes, many).play("tracker.txt");
    }

    @Test
    void eachOfferGoesToAnotherPeerOnWhateverNodeAndNobodyElseHearsOfIt() {
        List<ForeignClient> others = IntStream.range(0, 4).mapToObj(each -> swarm.come(each % 3, (char) ('p' + each))).toList();
        ForeignClient author = swarm.connect(0).says(announce('a', "1", "2", "3"));
        assertEquals(all(counted(0, 5)), author.takes());
        List<String> heard = others.stream().flatMap(other -> other.takes().stream()).sorted().toList();
        assertEquals(all(offered('a', "1"), offered('a', "2"), offered('a', "3")), heard);
    }

    @Test
    void whoGetsAnOfferIsChance() {
        swarm.come(0, 'a');
        ForeignClient lucky = swarm.come(1, 'b');
        ForeignClient author = swarm.come(2, 'c');
        int got = 0;
        for (int round = 0; round < 100; round++) {
            author.says(announce('c', "1"));
            got += lucky.takes().size();
        }
        assertTrue(got > 25 && got < 75, "of 100 it got " + got);
    }

    @Test
    void offersThatNobodyIsThereForAreForWhoComesNextAndIsNotOfferedSomethingElse() {
        ForeignClient author = swarm.come(0, 'a', "1", "2");
        ForeignClient comes = swarm.connect(1).says(announce('b'));
        List<String> heard = comes.takes();
        assertEquals(counted(0, 2), heard.getFirst());
        assertEquals(2, heard.size());
        String offer = heard.get(1).equals(offered('a', "1")) ? "1" : "2";
        assertEquals(offered('a', offer), heard.get(1));
        comes.says(answer('b', 'a', offer));
        assertEquals(all(answered('b', offer)), author.takes());
        ForeignClient next = swarm.connect(2).says(announce('c'));
        assertEquals(all(counted(0, 3), offered('a', offer.equals("1") ? "2" : "1")), next.takes());
    }

    @Test
    void noTwoPeersAreOfferedSomethingByEachOtherAtOnce() {
        ForeignClient author = swarm.come(0, 'a', "1", "2");
        ForeignClient comes = swarm.connect(1).says(announce('b', "3", "4"));
        assertEquals(all(counted(0, 2)), comes.takes());
        assertEquals(1, author.takes().size());
    }

    @Test
    void whoComesGetsOneKeptOfferOfEachAuthorAndNoMoreThanSoMany() {
        List<Character> authors = List.of('a', 'b', 'c');
        List<ForeignClient> there = new ArrayList<>();
        authors.forEach(each -> there.add(swarm.connect(0).says(announce(each))));
        there.forEach(ForeignClient::takes);
        // as many offers as others are handed over, what is left is kept
        there.getFirst().says(announce('a', "1", "2", "3", "4"));
        there.get(1).says(announce('b', "5", "6", "7", "8"));
        there.get(2).says(announce('c', "k", "l", "m", "n"));
        List<String> heard = swarm.connect(2).says(announce('d')).takes();
        assertEquals(counted(0, 4), heard.getFirst());
        assertEquals(1 + Swarming.LIMITS.given(), heard.size());
        assertEquals(2, heard.stream().skip(1).map(frame -> frame.replaceAll(".*\"peer_id\":\"(.).*", "$1")).distinct().count());
    }

    @Test
    void aKeptOfferThatIsNotAnsweredIsForTheNextOnceTheClaimHasRunOut() {
        swarm.come(0, 'a', "1");
        assertEquals(2, swarm.connect(1).says(announce('b')).takes().size());
        assertEquals(1, swarm.connect(2).says(announce('c')).takes().size());
        swarm.nodes.pass(21);
        assertEquals(2, swarm.connect(2).says(announce('d')).takes().size());
    }

    @Test
    void aKeptOfferIsGivenForSoLongAndAnsweredOnce() {
        ForeignClient author = swarm.come(0, 'a', "1");
        swarm.nodes.pass(49);
        ForeignClient comes = swarm.connect(1).says(announce('b'));
        assertEquals(2, comes.takes().size());
        comes.says(answer('b', 'a', "1")).says(answer('b', 'a', "1"));
        assertEquals(all(answered('b', "1")), author.takes());
        assertEquals(all(failed(TrackerSeat.NOT_SENT)), comes.takes());

        author.says(announce('a', "2", "3"));
        swarm.nodes.pass(50);
        assertEquals(1, swarm.connect(1).says(announce('c')).takes().size());
    }

    @Test
    void anOfferThatIsSaidAgainIsKeptOnceAndForLonger() {
        ForeignClient author = swarm.come(0, 'a', "1");
        swarm.nodes.pass(30);
        author.waits(30);
        author.says(announce('a', "1"));
        assertEquals(1, swarm.nodes.node(0).offers.rooms().stream().mapToInt(swarm.nodes.node(0).offers::count).sum());
        swarm.nodes.pass(30);
        assertEquals(all(counted(0, 2), offered('a', "1")), swarm.connect(1).says(announce('b')).takes());
    }

    @Test
    void anOfferThatIsHandedOverIsKeptNoLonger() {
        ForeignClient author = swarm.come(0, 'a', "1");
        ForeignClient other = swarm.connect(1).says(announce('b', "2"));
        author.says(announce('a', "1"));
        assertEquals(all(counted(0, 2), offered('a', "1")), other.takes());
        assertEquals(all(counted(0, 3)), swarm.connect(2).says(announce('c')).takes());
    }

    @Test
    void whoHasGoneIsNoPeerAnyMoreAndTakesItsOffersAlong() {
        ForeignClient goes = swarm.come(0, 'a', "1");
        ForeignClient stops = swarm.connect(1).says(announce('b', "3"));
        assertEquals(all(counted(0, 2)), stops.takes());
        goes.goes();
        stops.says(announce('b', "2")).says(stop('b'));
        assertEquals(all(counted(0, 1), counted(0, 0)), stops.takes());
        assertEquals(all(counted(0, 1)), swarm.connect(2).says(announce('c')).takes());
    }

    @Test
    void thePeersOfANodeThatDiesAreNotCountedAndTheirIdsAreFreeAtOnce() {
        ForeignClient stays = swarm.come(0, 'a');
        swarm.come(1, 'b');
        swarm.nodes.crash(swarm.nodes.node(1));
        assertTrue(swarm.dialect().page("stats").text().contains("\"peersAll\":1,"));
        stays.says(announce('a', "1"));
        assertEquals(all(counted(0, 1)), stays.takes());
        assertEquals(all(counted(0, 2), offered('a', "1")), swarm.connect(1).says(announce('b')).takes());
    }

    @Test
    void whoReconnectsBeforeItsNodeHasNoticedIsAPeerOnceTheOldConnectionHasGone() {
        ForeignClient old = swarm.come(0, 'a');
        ForeignClient back = swarm.connect(1).says(announce('a'));
        assertEquals(all(failed(TrackerSeat.HELD)), back.takes());
        back.waits(TrackerPeer.AGAIN_SECONDS);
        assertEquals(all(), back.takes());
        old.goes();
        back.waits(TrackerPeer.AGAIN_SECONDS);
        assertEquals(all(counted(0, 1)), back.takes());
        swarm.connect(2).says(announce('c', "1"));
        assertEquals(all(offered('c', "1")), back.takes());
    }

    @Test
    void whoGetsItsIdLateIsGivenKeptOffersToo() {
        ForeignClient old = swarm.come(0, 'a');
        swarm.come(1, 'b', "1", "2");
        ForeignClient back = swarm.connect(1).says(announce('a', "3"));
        assertEquals(all(failed(TrackerSeat.HELD)), back.takes());
        old.goes();
        back.waits(TrackerPeer.AGAIN_SECONDS);
        assertEquals(all(counted(0, 2), offered('b', "2")), back.takes());
    }

    @Test
    void aPeerThatIsDoneWaitsForItsIdNoMore() {
        ForeignClient holder = swarm.come(0, 'a');
        ForeignClient waits = swarm.connect(1).says(announce('a')).says(stop('a'));
        holder.goes();
        waits.takes();
        waits.waits(2 * TrackerPeer.AGAIN_SECONDS);
        assertEquals(all(), waits.takes());
    }

    @Test
    void aRoomThatIsLostClosesTheConnectionSoThatItsClientAnnouncesAgain() {
        ForeignClient client = swarm.come(0, 'a');
        swarm.nodes.node(0).rooms.abandon();
        assertEquals(List.of(Closing.CANNOT_SERVE), client.closings());
    }

    @Test
    void aPeerMayBeInSeveralTorrents() {
        ForeignClient client = swarm.come(0, 'a').says(announce('a').replace(Swarming.HASH, "other torrent       "));
        assertEquals(1, client.takes().size());
        assertEquals(0, client.refusals().size());
        String page = swarm.dialect().page("stats.json").text();
        assertEquals("{'torrents':2,'activeTorrents':2,'peersAll':1,'peersSeederOnly':0,'peersLeecherOnly':1,'peersSeederAndLeecher':0,'peersIPv4':1,'peersIPv6':0,'clients':{}}"
                .replace('\'', '"'), page);
    }
}
