package almenara.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import almenara.dialects.Absent;
import almenara.dialects.Dialect;
import almenara.dialects.JsonLimits;
import almenara.dialects.Native;
import almenara.dialects.NativeReplies;
import almenara.dialects.PeerJs;
import almenara.dialects.YWebrtc;
import almenara.limits.Rate;
import almenara.messages.Refusal;
import almenara.ops.Metrics;
import almenara.signaling.Node;
import almenara.signaling.Nodes;
import almenara.signaling.Session;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ForeignTalkTest {

    private static final String PING = "{\"type\":\"ping\"}";
    private static final int COST = PING.length() + 64;
    private static final TransportLimits LIMITS = new TransportLimits(1000, new TransportLimits.Queue(100, 10_000), 1, 10,
            new TransportLimits.Times(Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofSeconds(1)));

    private final Node node = new Nodes(1).node(0);
    private final Queue<Runnable> later = new ArrayDeque<>();
    private final List<Hearing> heard = new ArrayList<>();
    private final List<String> written = new ArrayList<>();
    private final List<Integer> closed = new ArrayList<>();
    private final Places places = new Places(2, 2);
    private final Connections connections = new Connections(10, new Random(1));
    private long now;
    private double rise = 1;
    private Mount mount = mount(new YWebrtc(new JsonLimits(8)), 3 * COST);

    private Mount mount(Dialect dialect, int waiting) {
        return new Mount("/y", dialect, node.foreign, new Mount.Bounds(places, new Rate(10, 5, new Random(1)), () -> now, new Surge(() -> rise, 4), waiting, 2), heard::add);
    }

    /** A connection whose socket is these lists. */
    private final class Line extends Connection {

        Line() {
            super("line", new Shared(node.signaling, new Native(new JsonLimits(8), new NativeReplies.Introduction("n", "{}", "")), LIMITS,
                    new Metrics(new SimpleMeterRegistry()), later::add, connections, new Usage()),
                    connection -> new ForeignTalk(connection, mount, new Session.Origin("", "", "192.0.2", 7), name -> name));
        }

        @Override
        void write(String text, Runnable sent) {
            written.add(text);
            sent.run();
        }

        @Override
        void shut(Closing why) {
            closed.add(why.code());
        }

        @Override
        void tick(long moment) {
            // nothing to keep alive
        }

        @Override
        boolean canSayAgain() {
            return false;
        }
    }

    private void run() {
        while (!later.isEmpty()) {
            later.remove().run();
        }
    }

    private void says(Connection line, String... frames) {
        List.of(frames).forEach(line::received);
    }

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
        assertEquals("{'type':'ERROR','payload':{'msg':'Server has reached its concurrent user limit'}}".replace('\'', '"'), written.getLast());
        assertEquals(List.of("{\"type\":\"OPEN\"}"), written.stream().limit(5).distinct().toList());
    }

    @Test
    void aLongFrameCountsAsOftenAsFourThousandCharactersAreInIt() {
        mount = mount(new YWebrtc(new JsonLimits(8)), 100_000);
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
