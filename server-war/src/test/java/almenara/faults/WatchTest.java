package almenara.faults;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class WatchTest {

    private static final long START = 5;

    private final Watch watch = new Watch(START);

    @Test
    void aNodeThatDoesNotLetTheClientInIsLeftAfterTenSeconds() {
        assertFalse(watch.isToGo(START + Watch.ENTER_WITHIN));
        assertTrue(watch.isToGo(START + Watch.ENTER_WITHIN + 1));
        watch.entered();
        assertFalse(watch.isToGo(START + Watch.ENTER_WITHIN + 1));
    }

    @Test
    void aSilentNodeIsAskedOnceAndIsDeadWhenItDoesNotAnswer() {
        watch.entered();
        long asked = START + Watch.PING_AFTER + 1;
        assertFalse(watch.ping(asked - 1));
        assertTrue(watch.ping(asked));
        assertFalse(watch.ping(asked + 1));
        assertFalse(watch.isDead(asked + Watch.PONG_WITHIN));
        assertTrue(watch.isDead(asked + Watch.PONG_WITHIN + 1));
    }

    @Test
    void whateverIsHeardShowsThatTheNodeLives() {
        watch.entered();
        long asked = START + Watch.PING_AFTER + 1;
        assertTrue(watch.ping(asked));
        watch.heard(asked);
        assertFalse(watch.isDead(asked + Watch.PONG_WITHIN + 1));
        assertFalse(watch.ping(asked + Watch.PING_AFTER));
        assertTrue(watch.ping(asked + Watch.PING_AFTER + 1));
    }

    @Test
    void aNodeThatDrainsIsLeftAfterItsDelay() {
        watch.entered();
        watch.drains(3);
        long end = START + TimeUnit.MILLISECONDS.toNanos(3);
        assertFalse(watch.isToGo(end));
        assertTrue(watch.isToGo(end + 1));
    }
}
