package almenara.pow;

import almenara.pow.EffortLaw.Steering;
import java.time.Duration;

/** The law and the tariff as they are unless an operator says otherwise. */
public final class Standard {

    public static final Steering STEERING = new Steering(new Steering.Aim(0.65, 0.05, 0.95), new Steering.Gain(4, 2), new Steering.Gain(0.923, 0.8), 64,
            new Steering.Telling(Duration.ofSeconds(5), 0.15, Duration.ofSeconds(5)));

    private Standard() {
    }

    /** The tariff over that base effort. */
    public static Tariff tariff(long base) {
        return new Tariff(base, new Tariff.Crowding(40, 64), 10, new Tariff.Crowding(20, 1024), new Tariff.Quiet(Duration.ofSeconds(30), 10, 8), 5);
    }
}
