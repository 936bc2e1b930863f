package almenara.signaling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import almenara.dialects.Dialect;
import almenara.dialects.MadeUp;
import almenara.dialects.Way;
import almenara.messages.Command;
import almenara.messages.Event;
import almenara.messages.Names;
import almenara.messages.Refusal;
import almenara.messages.Reply;
import almenara.messages.Request;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What only dialects can do: come in under a name, change it, and say something to one member without being there. */
class CalledTest {

    private static final String ROOM = Names.foreign(new byte[32]);

    /** What a client of it says is the command's word and its text, and it hears what signals say. */
    private static final Dialect NOTED = new MadeUp(CalledTest::command, CalledTest::signal);

    private final Nodes nodes = new Nodes(2);

    private static void command(Way way, String frame) {
        String[] words = frame.split(" ", 3);
        way.ask(new Request("", ROOM, "", switch (words[0]) {
            case "enter" -> new Command.Attend(words[1]);
            case "call" -> new Command.Call(words[1]);
            default -> new Command.Post(words[1], words[2]);
        }));
    }

    private static List<String> signal(Reply reply) {
        return reply.event() instanceof Event.Logged logged && !logged.entry().data().isEmpty() ? List.of(logged.entry().data()) : List.of();
    }

    private ForeignClient enter(int node, String note) {
        return nodes.node(node).connect(NOTED).says("enter " + note);
    }

    @Test
    void everyNodeKnowsWhatThoseAreCalledWhoAreConnected() {
        ForeignClient one = enter(0, "one");
        enter(1, "two");
        for (int node = 0; node < 2; node++) {
            assertEquals(List.of("one", "two"), nodes.node(node).foreign.names(ROOM).values().stream().sorted().toList());
        }
        assertEquals("one", nodes.node(1).foreign.names(ROOM).get(one.seat(ROOM)));
        one.says("call other");
        assertEquals("other", nodes.node(1).foreign.names(ROOM).get(one.seat(ROOM)));
        nodes.crash(nodes.node(0));
        assertEquals(List.of("two"), List.copyOf(nodes.node(0).foreign.names(ROOM).values()));
    }

    @Test
    void aPostToOneMemberIsForThatMemberAlone() {
        ForeignClient one = enter(0, "one");
        ForeignClient two = enter(1, "two");
        ForeignClient outside = nodes.node(1).connect(NOTED).says("post " + one.seat(ROOM) + " \"hello\"");
        assertEquals(List.of("\"hello\""), one.takes());
        assertEquals(List.of(), two.takes());
        outside.says("post " + "a".repeat(26) + " \"hello\"");
        assertEquals(List.of(Refusal.Code.UNKNOWN_PEER), outside.refusals());
    }

    @Test
    void whoIsNotThereIsCalledNothing() {
        ForeignClient outside = nodes.node(0).connect(NOTED).says("call mine");
        assertEquals(List.of(Refusal.Code.NOT_JOINED), outside.refusals());
        assertEquals(Map.of(), nodes.node(0).foreign.names(ROOM));
    }

    @Test
    void aNameHasSoManyPrintableCharacters() {
        new Command.Call("x".repeat(63));
        new Command.Attend(" ~" + "x".repeat(62));
        new Command.Call("");
        for (String wrong : List.of("x".repeat(65), "\n", "é", "\u007f")) {
            assertThrows(Refusal.class, () -> new Command.Call(wrong));
            assertThrows(Refusal.class, () -> new Command.Attend(wrong));
        }
    }
}
