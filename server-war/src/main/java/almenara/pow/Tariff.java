package almenara.pow;

import java.time.Duration;

/**
 * What the price of a post is made of beside the node's load: the base; what the noise of a room adds, with so many messages free for each member; what one's
 * own adds; how quiet members are spared; and how many messages that came since a quote was made nobody is at fault for.
 */
public record Tariff(long base, Crowding room, int perMember, Crowding subject, Quiet quiet, int slack) {

    /** Messages of a minute that cost nothing more, and the most that all others multiply the price by. */
    public record Crowding(int free, double most) {
    }

    /** Who is a quiet member: there for so long, with at most so many messages a minute; and the most that the others' noise multiplies its price by. */
    public record Quiet(Duration age, int messages, double most) {
    }
}
