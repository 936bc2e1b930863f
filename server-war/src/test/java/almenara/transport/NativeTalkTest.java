package almenara.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;

import almenara.signaling.Session;
import java.util.List;
import org.junit.jupiter.api.Test;

class NativeTalkTest extends ForeignTalkFixture {

    private static final String OK = "{\"type\":\"ok\",\"ref\":%d}";

    private final Connection line = new Line(connection -> new NativeTalk(connection, new Session.Origin("", "", "192.0.2", 7)));

    private void ping(int ref) {
        line.received("{\"type\":\"ping\",\"ref\":" + ref + "}");
    }

    @Test
    void commandsThatWaitForOthersAreRefusedBeyondTheirBound() {
        ping(1);
        ping(2);
        assertEquals(List.of("{\"type\":\"refused\",\"code\":\"overloaded\",\"message\":\"too many of your commands wait\",\"retryAfter\":500,\"ref\":2}"), written);
        run();
        assertEquals(OK.formatted(1), written.getLast());
        ping(3);
        run();
        assertEquals(OK.formatted(3), written.getLast());
    }

    @Test
    void noCommandWaitsAtANodeThatIsAlone() {
        alone = true;
        ping(1);
        ping(2);
        assertEquals(List.of(OK.formatted(1), OK.formatted(2)), written);
    }
}
