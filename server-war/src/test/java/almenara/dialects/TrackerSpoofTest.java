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

import almenara.signaling.ForeignClient;
import almenara.tables.Changes;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What succeeds on the reference server, and not here. */
class TrackerSpoofTest {

    private final Swarming swarm = new Swarming(Swarming.LIMITS);

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void nobodyTakesThePeerIdOfALiveConnectionOnWhateverNode(int node) {
        ForeignClient victim = swarm.come(0, 'v');
        ForeignClient thief = swarm.connect(node).says(announce('v'));
        assertEquals(all(failed(TrackerSeat.HELD)), thief.takes());
        swarm.connect(2).says(announce('c', "1"));
        assertEquals(all(offered('c', "1")), victim.takes());
        assertEquals(all(), thief.takes());
    }

    @Test
    void nobodyStopsAnotherOne() {
        ForeignClient victim = swarm.come(0, 'v');
        ForeignClient other = swarm.come(1, 'o');
        swarm.connect(1).says(stop('v'));
        other.says(stop('v'));
        assertEquals(all(failed(TrackerPeer.ONE_ID)), other.takes());
        victim.says(announce('v'));
        assertEquals(all(counted(0, 2)), victim.takes());
    }

    @Test
    void nobodyCompletesAnotherOne() {
        ForeignClient victim = swarm.come(0, 'v');
        swarm.connect(0).says(announce('v', "'event':'completed'", 0));
        victim.says(announce('v'));
        assertEquals(all(counted(0, 1)), victim.takes());
    }

    @Test
    void nobodyAnswersAnOfferThatItWasNotSent() {
        ForeignClient author = swarm.come(0, 'a', "9");
        ForeignClient addressee = swarm.connect(0).says(announce('b'));
        assertEquals(all(counted(0, 2), offered('a', "9")), addressee.takes());
        ForeignClient thief = swarm.come(1, 't');
        thief.says(answer('t', 'a', "9"));
        ForeignClient stranger = swarm.connect(1).says(answer('x', 'a', "9"));
        assertEquals(all(failed(TrackerSeat.NOT_SENT)), thief.takes());
        assertEquals(all(failed(TrackerPeer.NOT_IN)), stranger.takes());
        assertEquals(all(), author.takes());
        addressee.says(answer('b', 'a', "9"));
        assertEquals(all(answered('b', "9")), author.takes());
    }

    @Test
    void nobodyAnswersUnderTheNameOfAnother() {
        swarm.come(0, 'v');
        ForeignClient author = swarm.come(0, 'a');
        ForeignClient thief = swarm.come(1, 't');
        author.says(announce('a', "1", "2"));
        thief.takes();
        thief.says(answer('v', 'a', "1")).says(answer('v', 'a', "2"));
        assertEquals(all(failed(TrackerPeer.ONE_ID), failed(TrackerPeer.ONE_ID)), thief.takes());
        author.takes();
        thief.says(answer('t', 'a', "1")).says(answer('t', 'a', "2"));
        assertEquals(1, author.takes().size());
    }

    @Test
    void anOfferIsAnsweredOnceByWhoeverItWasSentTo() {
        ForeignClient author = swarm.come(0, 'a');
        ForeignClient other = swarm.come(1, 'b');
        author.says(announce('a', "1"));
        author.takes();
        other.says(answer('b', 'a', "1")).says(answer('b', 'a', "1"));
        assertEquals(all(answered('b', "1")), author.takes());
        assertEquals(all(offered('a', "1"), failed(TrackerSeat.NOT_SENT)), other.takes());
    }

    @Test
    void anAnswerDoesNotReachAnAuthorInAnotherTorrent() {
        ForeignClient author = swarm.come(0, 'a');
        ForeignClient other = swarm.come(1, 'b');
        author.says(announce('a', "1"));
        author.takes();
        other.says(announce('b').replace(Swarming.HASH, "other torrent       "));
        other.takes();
        other.says(answer('b', 'a', "1").replace(Swarming.HASH, "other torrent       "));
        assertEquals(all(failed(TrackerSeat.NOT_SENT).replace(Swarming.HASH, "other torrent       ")), other.takes());
        assertEquals(all(), author.takes());
    }

    @Test
    void ofTwoThatTakeOnePeerIdAtOnceOneHasItAndTheOtherWaits() {
        ForeignClient one = swarm.connect(0);
        ForeignClient other = swarm.connect(1);
        List<ForeignClient> both = List.of(one, other);
        // the first one has looked who is there, and is about to sit down
        AtomicBoolean isStored = new AtomicBoolean();
        swarm.nodes.heads.watch(Changes.stored((key, value) -> {
            if (isStored.compareAndSet(false, true)) {
                other.says(announce('v'));
            }
        }));
        one.says(announce('v'));
        both.forEach(client -> client.waits(TrackerSeat.SURE_SECONDS));
        swarm.connect(2).says(announce('c', "1", "2"));
        List<ForeignClient> offered = both.stream().filter(client -> client.takes().stream().anyMatch(frame -> frame.contains("\"offer\""))).toList();
        assertEquals(1, offered.size());

        ForeignClient waiting = offered.contains(one) ? other : one;
        offered.forEach(ForeignClient::goes);
        waiting.waits(TrackerPeer.AGAIN_SECONDS);
        assertEquals(all(counted(0, 2)), waiting.takes().stream().filter(frame -> !frame.contains("offer")).toList());
    }
}
