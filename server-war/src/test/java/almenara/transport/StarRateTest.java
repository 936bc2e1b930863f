package almenara.transport;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import almenara.dialects.JsonLimits;
import almenara.dialects.WebrtcStar;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Clients of webrtc-star whose address has said too much. */
class StarRateTest extends ForeignTalkFixture {

    private static final long LONG = 1000;
    private static final int SECONDS = 10;

    private Line star(String... frames) {
        mount = mount(new WebrtcStar(new JsonLimits(8), new WebrtcStar.Limits(4, 120, 25, 1000), new Random(7)), 3 * COST);
        Line line = new Line();
        line.talk().begin();
        for (String frame : frames) {
            says(line, frame);
            run();
        }
        return line;
    }

    private static String joins(String id) {
        return "42[\"ss-join\",\"/p2p/" + id + "\"]";
    }

    private boolean isTold(String id) {
        return written.contains("42[\"ws-peer\",\"/p2p/" + id + "\"]");
    }

    @Test
    void whoMayNotComeIntoTheLobbyTriesAgainAndIsFoundThen() {
        Line late = star("2", "2", "2", joins("late"));
        now += LONG;
        Line early = star(joins("early"));
        assertFalse(isTold("late"));
        now += LONG;
        IntStream.range(0, SECONDS).forEach(each -> late.talk().tick());
        run();
        assertTrue(isTold("late"), "the other hears of it");
        assertTrue(isTold("early"), "it hears of the other");
        early.end();
    }
}
