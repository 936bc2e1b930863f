package almenara.pow;

import java.time.Duration;

/** What the price of a post is made of beside the node's load; the values are those of docs/settings.md. */
public record Tariff(long base, Crowding room, int perMember, Crowding subject, Quiet quiet) {

    /** Messages of a minute that cost nothing more, and the most that all others multiply the price by. */
    public record Crowding(int free, double most) {
    }

    /** Who is a quiet member: there for so long, with at most so many messages a minute; and the most that the others' noise multiplies its price by. */
    public record Quiet(Duration age, int messages, double most) {
    }

    private static final Crowding ROOM = new Crowding(40, 64);
    private static final Crowding SUBJECT = new Crowding(20, 1024);
    private static final int PER_MEMBER = 10;
    private static final Quiet QUIET = new Quiet(Duration.ofSeconds(30), 10, 8);

    /** The usual tariff over that base effort. A base of zero asks for no work. */
    public static Tariff standard(long base) {
        return new Tariff(base, ROOM, PER_MEMBER, SUBJECT, QUIET);
    }
}
