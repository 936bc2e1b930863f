package almenara.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import almenara.dialects.Conversation;
import almenara.dialects.Dialect;
import almenara.dialects.Way;
import almenara.messages.Event;
import almenara.messages.Refusal;
import almenara.messages.Reply;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** The end of a node, for clients that can't be told to go elsewhere. */
class ForeignTalkDrainTest extends ForeignTalkFixture {

    private static final long MILLISECOND = TimeUnit.MILLISECONDS.toNanos(1);

    private void pass(long nanos) {
        now += nanos;
        connections.letGo();
        run();
    }

    @Test
    void aConnectionIsClosedWhenItsTimeHasComeAndNotBefore() {
        Connection line = new Line();
        connections.add(line);
        pass(MILLISECOND);
        line.send(new Reply("", "", new Event.Drain(5)));
        pass(5 * MILLISECOND - 1);
        assertEquals(List.of(), closed);
        pass(1);
        assertEquals(List.of(1012), closed);
        assertEquals(List.of(), written);
        assertEquals(0, connections.size());
    }

    @Test
    void connectionsAreClosedOneByOneWithinTheTimeGiven() {
        List<Line> lines = new ArrayList<>();
        for (int each = 0; each < 2; each++) {
            lines.add(new Line());
        }
        lines.forEach(connections::add);
        connections.drain(Duration.ofSeconds(2));
        List<Integer> open = new ArrayList<>();
        for (int millis = 0; millis < 2000; millis++) {
            pass(MILLISECOND);
            open.add(connections.size());
        }
        assertEquals(List.of(2, 1, 0), open.stream().distinct().toList());
    }

    @Test
    void whoLeavesARoomIsCountedAndNotKeptFromIt() {
        Line line = new Line();
        says(line, topics("subscribe", "'1','2','3'"));
        run();
        assertEquals(3, node.rooms.size());
        says(line, topics("unsubscribe", "'1','2','3'"));
        run();
        assertEquals(List.of(Hearing.TAKEN, Hearing.TAKEN), heard);
        says(line, PING);
        run();
        assertEquals(Hearing.PASSED_OVER, heard.getLast());
        assertEquals(0, node.rooms.census().population());
    }

    @Test
    void aPlainRequestCountsByTheLengthOfItsAnswer() {
        assertEquals("okay", mount.page("", 7).text());
        mount = mount(new Long(), COST);
        assertEquals(4 * 4096 + 1, mount.page("", 7).text().length());
        assertEquals(503, assertThrows(Refusal.class, () -> mount.page("", 7)).code().status());
        assertEquals(4 * 4096 + 1, mount.page("", 8).text().length());
    }

    /** A dialect with a long page. */
    private record Long() implements Dialect {

        @Override
        public String name() {
            return "long";
        }

        @Override
        public Conversation begin(Way way, UnaryOperator<String> query) {
            throw new AssertionError("nobody talks");
        }

        @Override
        public Page page(String below) {
            return new Page(200, "text/plain", "x".repeat(4 * 4096 + 1));
        }
    }

    private static String topics(String type, String topics) {
        return ("{'type':'" + type + "','topics':[" + topics + "]}").replace('\'', '"');
    }
}
