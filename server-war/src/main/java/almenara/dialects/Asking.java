package almenara.dialects;

import almenara.messages.Command;
import almenara.messages.Event;
import almenara.messages.Reply;
import almenara.messages.Request;

/** Asks the core, and takes what it answers at once: everything but the place that somebody gets in a room, of which the room tells in its own time. */
final class Asking {

    private static final String REF = "0";

    private final Way way;
    private volatile Event answer = new Event.Done();

    Asking(Way way) {
        this.way = way;
    }

    /** In the connection's turn, so that one question is open at a time. {@link Event.Done} where the core has said nothing yet. */
    Event ask(String room, Command command) {
        answer = new Event.Done();
        way.ask(new Request(REF, room, "", command));
        return answer;
    }

    /** True for what was asked for here. */
    boolean told(Reply reply) {
        boolean asked = reply.ref().equals(REF);
        if (asked && !(reply.event() instanceof Event.Joined)) {
            answer = reply.event();
        }
        return asked;
    }
}
