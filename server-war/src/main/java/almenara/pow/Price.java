package almenara.pow;

import java.time.Duration;

/** The effort of one post: that of the node, more in a room that is flooded, more for whoever floods, never more than {@link Binding#MOST_WORK}. */
public final class Price {

    private final Tariff tariff;

    public Price(Tariff tariff) {
        this.tariff = tariff;
    }

    /** What went on in the last minute: messages of the room, its members, messages of the one who asks, and for how long that one has been there. */
    public record Traffic(int room, int members, int subject, Duration age) {

        /** Of what is in no room. */
        public static final Traffic NONE = new Traffic(0, 0, 0, Duration.ZERO);

        private Traffic before(int messages) {
            return new Traffic(Math.max(0, room - messages), members, Math.max(0, subject - messages), age);
        }
    }

    /** The effort of a post at that effort of the node. */
    public long of(long node, Traffic traffic) {
        return (long) Math.min(Binding.MOST_WORK, Math.ceil(node * surcharge(traffic)));
    }

    /** The least that a quote needs, where the node takes no less than that effort. A quote for the whole node pays where there is no surcharge. */
    public long least(long node, Traffic traffic, Scope scope) {
        Traffic before = traffic.before(tariff.slack());
        return scope == Scope.NODE && surcharge(before) > 1 ? Long.MAX_VALUE : of(node, before);
    }

    private double surcharge(Traffic traffic) {
        double room = crowding(traffic.room(), tariff.room().free() + tariff.perMember() * traffic.members(), tariff.room().most());
        boolean quiet = traffic.age().compareTo(tariff.quiet().age()) > 0 && traffic.subject() <= tariff.quiet().messages();
        double subject = crowding(traffic.subject(), tariff.subject().free(), tariff.subject().most());
        return (quiet ? Math.min(room, tariff.quiet().most()) : room) * subject;
    }

    private static double crowding(int messages, int free, double most) {
        double over = Math.max(0, messages - free) / (double) free;
        return Math.min(most, 1 + over * over);
    }
}
