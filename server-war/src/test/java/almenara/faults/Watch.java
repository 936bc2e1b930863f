package almenara.faults;

import java.util.concurrent.TimeUnit;

/** The times of one connection, by the clock of {@link System#nanoTime()}, as the SDK has them (js-sdk/src/waits.ts). Belongs to the client, under its lock. */
final class Watch {

    static final long ENTER_WITHIN = TimeUnit.SECONDS.toNanos(10);
    static final long PING_AFTER = TimeUnit.SECONDS.toNanos(20);
    static final long PONG_WITHIN = TimeUnit.SECONDS.toNanos(5);

    private final long asked;
    private long heard;
    private long pinged;
    private long drained = Long.MAX_VALUE;
    private boolean entered;

    /** The client says join or resume now. */
    Watch(long now) {
        asked = heard = pinged = now;
    }

    /** When the client said join or resume. */
    long asked() {
        return asked;
    }

    void heard(long now) {
        heard = now;
    }

    void entered() {
        entered = true;
    }

    /** The node asks the client to go, after so many milliseconds. */
    void drains(long millis) {
        drained = heard + TimeUnit.MILLISECONDS.toNanos(millis);
    }

    /** The node has not let the client in in time, or it is time to go: another node is better. */
    boolean isToGo(long now) {
        return !entered && now - asked > ENTER_WITHIN || now > drained;
    }

    /** A ping was not answered. */
    boolean isDead(long now) {
        return pinged > heard && now - pinged > PONG_WITHIN;
    }

    /** True when a ping has to be said now. */
    boolean ping(long now) {
        boolean due = entered && pinged <= heard && now - heard > PING_AFTER;
        if (due) {
            pinged = now;
        }
        return due;
    }
}
