package almenara.messages;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class EntryTest {

    @Test
    void anEntryComesBackAsItWasKept() {
        for (Entry.Kind kind : Entry.Kind.values()) {
            for (Entry entry : new Entry[] {new Entry(kind, "", "", "", ""), new Entry(kind, "from", "to", "name", "{\"a\":\"\\n\"}\n\n"), new Entry(kind, "", "", "", "\n")}) {
                assertEquals(entry, Entry.decode(entry.encode()));
            }
        }
        for (String reason : new String[] {Entry.LEFT, Entry.DETACHED, Entry.TIMEOUT}) {
            assertEquals(Entry.left("ann", reason), Entry.decode(Entry.left("ann", reason).encode()));
        }
        Offer offer = new Offer("id", "author", "", "192.0.2", 1234, "\n{}\n");
        assertEquals(offer, Offer.decode(offer.encode()));
    }

    @Test
    void anEntryConcernsItsAddresseeOrAllButItsMaker() {
        Entry all = new Entry(Entry.Kind.SIGNAL, "ann", "", "", "1");
        assertTrue(all.concerns("bob"));
        assertFalse(all.concerns("ann"));
        Entry one = new Entry(Entry.Kind.SIGNAL, "ann", "bob", "", "1");
        assertTrue(one.concerns("bob"));
        assertFalse(one.concerns("ann"));
        assertFalse(one.concerns("eve"));
        assertTrue(new Entry(Entry.Kind.SIGNAL, "", "", "", "1").concerns("ann"), "an anonymous post is for everybody");
    }
}
