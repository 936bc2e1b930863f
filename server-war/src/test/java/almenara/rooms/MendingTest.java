package almenara.rooms;

import static org.junit.jupiter.api.Assertions.assertEquals;

import almenara.messages.Position;
import almenara.signaling.Client;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What no word is given for is agreed upon. */
class MendingTest extends RoomOfTwo {

    private static final Duration CALM = Duration.ofSeconds(7);

    @Test
    void anEntryWhoseAuthorDiedBeforeTheWordIsToldAllTheSame() {
        Position next = tail().next();
        here.take();
        written(next, signal("1"));
        nodes.pass(2);
        assertEquals(List.of(1), signals(here));
        assertEquals(List.of(1), signals(there));
    }

    @Test
    void whenNodesHaveGoneNobodyWaitsForTheWordOfThose() {
        Client third = nodes.start("node-c").join(ROOM);
        nodes.clock.advance(CALM);
        Position next = tail().next();
        here.take();
        there.take();
        written(next, signal(there.self(), "1"));
        written(next.next(), signal(third.self(), "2"));
        written(next.next().next(), signal(there.self(), "3"));
        nodes.crash(nodes.node(2));
        assertEquals(List.of(1, 2), signals(here));
        assertEquals(List.of(2), signals(there), "its own it does not hear");
        settled(next.next().next());
        assertEquals(List.of(3), signals(here));
    }

    @Test
    void whatHasWaitedSinceBeforeNodesWentWaitsForHalfASecond() {
        nodes.start("node-c");
        nodes.clock.advance(CALM);
        here.take();
        written(tail().next(), signal(there.self(), "1"));
        nodes.crash(nodes.node(2));
        nodes.clock.advance(Duration.ofMillis(499));
        nodes.node(0).caretaker.mend();
        assertEquals(List.of(), signals(here));
        nodes.clock.advance(Duration.ofMillis(1));
        nodes.node(0).caretaker.mend();
        assertEquals(List.of(1), signals(here));
        written(tail().next(), signal(there.self(), "2"));
        nodes.clock.advance(Duration.ofMillis(999));
        nodes.node(0).caretaker.mend();
        assertEquals(List.of(), signals(here), "what came after it waits as ever");
    }

    @Test
    void whatComesOfANodeThatHasGoneAfterTheNewsOfItIsAgreedUponSoon() {
        Client third = nodes.start("node-c").join(ROOM);
        nodes.clock.advance(CALM);
        nodes.crash(nodes.node(2));
        here.take();
        written(tail().next(), signal(third.self(), "1"));
        nodes.node(0).caretaker.mend();
        assertEquals(List.of(1), signals(here));
        nodes.clock.advance(CALM);
        written(tail().next(), signal(third.self(), "2"));
        nodes.node(0).caretaker.mend();
        assertEquals(List.of(), signals(here));
    }

    @Test
    void whatOneHasSaidBeforeItCameBackAtAnotherNodeIsAgreedUponAtOnceWhenNodesHaveGone() {
        Client third = nodes.start("node-c").join(ROOM);
        nodes.clock.advance(CALM);
        here.take();
        written(tail().next(), signal(third.self(), "1"));
        third.drop();
        third.resumeAt(nodes.node(1));
        nodes.node(0).caretaker.mend();
        assertEquals(List.of(), signals(here));
        nodes.crash(nodes.node(2));
        assertEquals(List.of(1), signals(here));
    }

    @Test
    void allThatHasWaitedForASecondIsAgreedUponTogether() {
        nodes.clock.advance(CALM);
        here.take();
        Position next = tail().next();
        for (int number = 1; number <= 3; number++) {
            written(next, signal(there.self(), Integer.toString(number)));
            next = next.next();
        }
        nodes.clock.advance(Duration.ofMillis(999));
        nodes.node(0).caretaker.mend();
        assertEquals(List.of(), signals(here));
        nodes.clock.advance(Duration.ofMillis(1));
        nodes.node(0).caretaker.mend();
        assertEquals(List.of(1, 2, 3), signals(here));
    }

    @Test
    void whatIsAgreedUponWhenTheTimeOfTheClusterIsPutBackIsSoNoLater() {
        nodes.clock.advance(CALM);
        nodes.node(0).caretaker.mend();
        nodes.clock.advance(Duration.ofHours(-1));
        here.take();
        written(tail().next(), signal(there.self(), "1"));
        nodes.clock.advance(Duration.ofSeconds(1));
        nodes.node(0).caretaker.mend();
        assertEquals(List.of(1), signals(here));
    }
}
