package almenara.faults;

import java.time.Duration;

/**
 * How a way between clients and a node is, in each direction: so late, later by up to {@code jitter} but in order, so many bytes a second on each connection (0: as many as
 * there are). In a black hole nothing gets through and nobody is told; when it is gone, what was on its way arrives, as TCP has it.
 */
record Conditions(Duration latency, Duration jitter, long bytesPerSecond, boolean blackHole) {

    static final Conditions CLEAR = new Conditions(Duration.ZERO, Duration.ZERO, 0, false);

    Conditions {
        if (latency.isNegative() || jitter.isNegative() || bytesPerSecond < 0) {
            throw new IllegalArgumentException("no way is like that: " + latency + ", " + jitter + ", " + bytesPerSecond + " bytes/s");
        }
    }

    static Conditions late(Duration latency, Duration jitter) {
        return new Conditions(latency, jitter, 0, false);
    }

    static Conditions narrow(long bytesPerSecond) {
        return new Conditions(Duration.ZERO, Duration.ZERO, bytesPerSecond, false);
    }

    static Conditions dark() {
        return new Conditions(Duration.ZERO, Duration.ZERO, 0, true);
    }
}
