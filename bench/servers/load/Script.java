package load;

import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;

/** What is said in a turn: who begins it says the opening, and a message of a kind that has replies brings them about. {@code messages} are those of a turn, all counted in. */
record Script(Templates openings, Map<Kind, Templates> replies, int messages) {

    /** One message, upon which nobody says anything. */
    static Script signal(int seats, IntFunction<Template> signal) {
        return new Script(new Templates(seats, seat -> List.of(signal.apply(seat))), Map.of(), 1);
    }

    /** An offer, upon which the other one answers. */
    static Script link(int seats, IntFunction<List<Template>> offer, IntFunction<List<Template>> answer, int messages) {
        return new Script(new Templates(seats, offer), Map.of(Kind.OFFER, new Templates(seats, answer)), messages);
    }

    /** What begins a turn of whoever has this seat. */
    List<Template> opening(int seat) {
        return openings.of(seat);
    }

    /** What whoever has this seat says upon a message of this kind. */
    List<Template> after(Kind kind, int seat) {
        Templates reply = replies.get(kind);
        return reply == null ? List.of() : reply.of(seat);
    }

    /** True where a room has two members who talk to each other: its next turn begins when the last one has ended. */
    boolean paired() {
        return messages > 1;
    }
}
