package almenara.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import almenara.dialects.Absent;
import almenara.dialects.JsonLimits;
import almenara.dialects.PeerJs;
import almenara.dialects.Tracker;
import almenara.dialects.YWebrtc;
import almenara.messages.Refusal;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ForeignTalkTest extends ForeignTalkFixture {

    @Test
    void soManyCharactersWaitAndTheRestIsPassedOverUntilThereIsPlaceAgain() {
        Connection line = new Line();
        says(line, PING, PING, PING, "");
        assertEquals(List.of(Hearing.PASSED_OVER), heard);
        run();
        assertEquals(3, written.size());
        now += 1000;
        says(line, PING, PING, PING);
        run();
        assertEquals(6, written.size());
    }

    @Test
    void aNodeThatIsAloneCarriesOutAFrameOnTheThreadThatHasReadIt() {
        Connection line = new Line();
        says(line, PING);
        assertEquals(0, written.size());
        run();
        alone = true;
        says(line, PING);
        assertEquals(2, written.size());
        assertEquals(0, later.size());
    }

    @Test
    void anAddressSaysSoMuchAtOnceAndMoreAsTimeGoesBy() {
        Connection line = new Line();
        for (int each = 0; each < 6; each++) {
            says(line, PING);
            run();
        }
        assertEquals(5, written.size());
        assertEquals(Hearing.PASSED_OVER, heard.getLast());
        now += 10;
        says(line, PING);
        run();
        assertEquals(6, written.size());
    }

    @Test
    void whileThePriceIsHighEachFrameCountsAsOftenAsItIsFourTimesItsBase() {
        Connection line = new Line();
        rise = 8.1;
        says(line, PING, PING);
        run();
        assertEquals(2, written.size());
        says(line, PING);
        run();
        assertEquals(Hearing.PASSED_OVER, heard.getLast());
        rise = 4;
        now += 30;
        says(line, PING, PING);
        run();
        assertEquals(4, written.size());
        says(line, PING);
        run();
        assertEquals(4, written.size());
        assertEquals(Hearing.PASSED_OVER, heard.getLast());
    }

    @Test
    void whileThePriceIsHighNobodyComesInAndWhoIsInStays() {
        Connection line = new Line();
        rise = 4;
        mount.check(7);
        rise = 4.01;
        Refusal refusal = assertThrows(Refusal.class, () -> mount.check(7));
        assertEquals(503, refusal.code().status());
        assertEquals(5000, refusal.retryAfterMillis());
        says(line, PING);
        run();
        assertEquals(List.of("{\"type\":\"pong\"}"), written);
        assertEquals(List.of(), closed);
        rise = 3.99;
        mount.check(7);
    }

    @Test
    void eachRoomThatAFrameEntersCountsAsAFrameDoes() {
        says(new Line(), "{'type':'subscribe','topics':['1','2','3']}".replace('\'', '"'));
        says(new Line(), "{'type':'subscribe','topics':['4','5','6']}".replace('\'', '"'));
        run();
        assertEquals(3, node.rooms.size());
        assertEquals(List.of(Hearing.TAKEN, Hearing.REFUSED, Hearing.REFUSED, Hearing.REFUSED, Hearing.TAKEN), heard);
    }

    @Test
    void whoOccupiesOneIdAfterTheOtherIsToldSoWhenItIsTooMuch() {
        mount = mount(new PeerJs(new JsonLimits(8), new Absent.Limits(1, 1, 1), new Random(1)), COST);
        for (int each = 0; each < 6; each++) {
            Connection line = new Line();
            line.talk().begin();
            run();
            line.end();
            run();
        }
        assertEquals(6, written.size());
        assertEquals("{'type':'ERROR','payload':{'msg':'your address has entered too many rooms'}}".replace('\'', '"'), written.getLast());
        assertEquals(List.of("{\"type\":\"OPEN\"}"), written.stream().limit(5).distinct().toList());
    }

    @Test
    void eachOfferThatAFrameHandsOverOrLeavesCountsAsAFrameDoes() {
        Tracker.Limits limits = new Tracker.Limits(5, 5, 1, 50, 120, 1, 10, 1);
        mount = mount(new Tracker(new JsonLimits(8), limits, new Tracker.Figures(Stream::empty, () -> 0), new Random(1)), 3000);
        String offers = IntStream.range(0, 5).mapToObj("{'offer':{},'offer_id':'%020d'}"::formatted).collect(Collectors.joining(","));
        says(new Line(), "{'action':'announce','info_hash':'hhhhhhhhhhhhhhhhhhhh','peer_id':'pppppppppppppppppppp','offers':[%s]}".formatted(offers).replace('\'', '"'));
        run();
        assertEquals(3, node.offers.rooms().stream().mapToInt(node.offers::count).sum());
        assertEquals(List.of(Hearing.REFUSED, Hearing.REFUSED, Hearing.TAKEN), heard);
    }

    @Test
    void eachTorrentThatAFrameAsksAboutCountsAsAFrameDoes() {
        mount = mount(new Tracker(new JsonLimits(8), new Tracker.Limits(5, 5, 1, 50, 120, 1, 10, 1), new Tracker.Figures(Stream::empty, () -> 0), new Random(1)), 3000);
        Connection line = new Line();
        String hashes = IntStream.range(0, 4).mapToObj("'%020d'"::formatted).collect(Collectors.joining(","));
        String frame = "{'action':'scrape','info_hash':[%s]}".formatted(hashes).replace('\'', '"');
        says(line, frame, frame);
        run();
        assertEquals(List.of(Hearing.TAKEN, Hearing.PASSED_OVER), heard);
        now += 10;
        says(line, frame);
        run();
        assertEquals(2, written.size());
        assertEquals("{'action':'announce','failure reason':'your address has asked about too much'}".replace('\'', '"'), written.getLast());
    }

    @Test
    void aLongFrameCountsAsOftenAsFourThousandCharactersAreInIt() {
        mount = mount(new YWebrtc(new JsonLimits(8), 100), 100_000);
        Connection line = new Line();
        says(line, padded(4096), padded(3 * 4096 + 1), PING);
        run();
        assertEquals(List.of(Hearing.TAKEN, Hearing.TAKEN, Hearing.PASSED_OVER), heard);
        now += 1000;
        says(line, padded(4 * 4096), PING, PING);
        run();
        assertEquals(List.of(Hearing.TAKEN, Hearing.TAKEN, Hearing.PASSED_OVER), heard.subList(3, 6));
    }

    private static String padded(int length) {
        return PING + " ".repeat(length - PING.length());
    }

    @Test
    void faultsInARowEndTheConnectionAndAnyFrameBeginsTheRowAnew() {
        Connection line = new Line();
        says(line, "x", PING, "x");
        run();
        assertEquals(List.of(), closed);
        says(line, "x");
        run();
        assertEquals(List.of(1008), closed);
        assertEquals(List.of(Hearing.FAULTY, Hearing.TAKEN, Hearing.FAULTY, Hearing.FAULTY), heard);
    }

    @Test
    void aPlaceIsTakenAsLongAsTheConnectionIsThereAndOnce() {
        Connection line = new Line();
        new Line();
        assertThrows(Refusal.class, Line::new);
        line.end();
        line.end();
        run();
        assertEquals(1, places.size("y-webrtc"));
        new Line();
    }

    @Test
    void aConnectionThatHasEndedBeforeItIsCountedIsNotCounted() {
        Connection line = new Line();
        line.talk().begin();
        line.end();
        connections.add(line);
        assertEquals(0, connections.size());
    }
}
