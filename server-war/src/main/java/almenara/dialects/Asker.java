package almenara.dialects;

import almenara.messages.Command;
import almenara.messages.Event;
import almenara.messages.Reply;
import almenara.messages.Request;
import java.util.Optional;

/** Asks for one thing after the other, and hands back what came of it at once. In the connection's turn alone, but for what it is told. */
final class Asker {

    private static final String REF = "1";

    private final Way way;
    private volatile Optional<Event> answer = Optional.empty();

    Asker(Way way) {
        this.way = way;
    }

    /** The answer; empty for a seat that was taken, of which the room tells later. */
    Optional<Event> ask(String room, Command command) {
        answer = Optional.empty();
        way.ask(new Request(REF, room, "", command));
        return answer;
    }

    /** True when the command was refused. */
    boolean isRefused(String room, Command command) {
        return ask(room, command).orElse(null) instanceof Event.Refused;
    }

    /** True for an answer, which is told to nobody else. */
    boolean told(Reply reply) {
        boolean isAnswer = REF.equals(reply.ref()) && !(reply.event() instanceof Event.Joined);
        if (isAnswer) {
            answer = Optional.of(reply.event());
        }
        return isAnswer;
    }
}
