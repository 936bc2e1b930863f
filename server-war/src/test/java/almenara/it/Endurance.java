package almenara.it;

import java.time.Duration;

/**
 * How much the server has to stand: the short form is part of every run of the tests and has to hold on a busy machine, too; the long one ({@code it.endurance=long}) asserts the
 * times that are aimed at.
 */
record Endurance(int stalled, int rooms, int slow, int churners) {

    static final boolean IS_LONG = "long".equals(System.getProperty("it.endurance"));
    static final Endurance SIZE = IS_LONG ? new Endurance(500, 1_000_000, 4000, 2000) : new Endurance(30, 6000, 200, 100);

    /** What the WAR is set to: the long form takes it as it comes, the short one does not wait as long. */
    static String[] settings() {
        return IS_LONG ? new String[] {"drain-seconds=0"}
                : new String[] {"drain-seconds=0", "rooms=1500", "grace-seconds=1", "resume-seconds=5", "body-seconds=2", "join-seconds=5"};
    }

    /** How long a scenario goes on: so many seconds in the short form; in the long one so many minutes, unless {@code it.minutes} says otherwise. */
    static Duration time(int seconds, int minutes) {
        int said = Integer.getInteger("it.minutes", 0);
        return IS_LONG ? Duration.ofMinutes(said > 0 ? said : minutes) : Duration.ofSeconds(seconds);
    }

    /** One of two values, that of the form. */
    static int either(int inShort, int inLong) {
        return IS_LONG ? inLong : inShort;
    }
}
