package almenara.signaling;

import static org.junit.jupiter.api.Assertions.assertEquals;

import almenara.messages.Entry;
import almenara.messages.Event;
import almenara.rooms.Outbox;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class VisitTest {

    private final Visit visit = new Visit("node/guest1", "cluster");

    private void deliver(Entry.Kind kind, String from, String to, String name) {
        visit.deliver(new Event.Logged(1, new Entry(kind, from, to, name, "1")));
    }

    private List<String> names() {
        return visit.take().stream().map(Entry::name).toList();
    }

    @Test
    void whatIsForTheGuestAloneWaitsUntilItIsTaken() {
        deliver(Entry.Kind.SIGNAL, "ann", "bob", "1");
        deliver(Entry.Kind.ANSWER, "ann", "bob", "2");
        deliver(Entry.Kind.SIGNAL, "ann", "", "to everybody");
        deliver(Entry.Kind.SIGNAL, "", "bob", "of nobody");
        deliver(Entry.Kind.OFFER_OPENED, "ann", "bob", "an offer, which its notice tells of");
        visit.deliver(new Event.Cursor(1));
        assertEquals(List.of("1", "2"), names());
        assertEquals(List.of(), names());
    }

    @Test
    void whenMuchWaitsTheOldestGoes() {
        for (int number = 0; number <= Visit.MOST_WAITING; number++) {
            deliver(Entry.Kind.SIGNAL, "ann", "bob", "s" + number);
        }
        List<String> names = names();
        assertEquals(Visit.MOST_WAITING, names.size());
        assertEquals("s1", names.getFirst());
    }

    @Test
    void whatIsGivenBackComesFirstAndTheOldestOfItGoesWhenMuchWaits() {
        deliver(Entry.Kind.SIGNAL, "ann", "bob", "1");
        deliver(Entry.Kind.SIGNAL, "ann", "bob", "2");
        List<Entry> taken = visit.take();
        for (int number = 3; number <= Visit.MOST_WAITING + 1; number++) {
            deliver(Entry.Kind.SIGNAL, "ann", "bob", Integer.toString(number));
        }
        visit.giveBack(taken);
        List<String> names = names();
        assertEquals(Visit.MOST_WAITING, names.size());
        assertEquals(List.of("2", "3"), names.subList(0, 2));
    }

    @Test
    void anAnswerIsToTheOfferAsItStood() {
        visit.stands("offer", 5);
        assertEquals(Optional.empty(), visit.until("offer"));
        visit.stands("offer", 7);
        deliver(Entry.Kind.ANSWER, "ann", "bob", "offer");
        assertEquals(Optional.of(7L), visit.until("offer"));
        assertEquals(true, visit.isAnswered("offer", 7));
        assertEquals(false, visit.isAnswered("offer", 8), "a later one is another");
        visit.forget(6);
        assertEquals(Optional.of(7L), visit.until("offer"));
        visit.forget(7);
        assertEquals(Optional.empty(), visit.until("offer"));
    }

    @Test
    void aVisitEndsOnce() {
        assertEquals(true, visit.isOpen());
        visit.end(Outbox.Ending.REPLACED);
        visit.end(Outbox.Ending.LEFT);
        assertEquals(false, visit.isOpen());
    }
}
