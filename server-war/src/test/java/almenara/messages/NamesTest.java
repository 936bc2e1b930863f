package almenara.messages;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import almenara.messages.Refusal.Code;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class NamesTest {

    @Test
    void everyEncodingOfThirtyTwoBytesIsARoom() {
        Random random = new Random(1);
        for (int each = 0; each < 1000; each++) {
            byte[] bytes = new byte[32];
            random.nextBytes(bytes);
            String name = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
            assertTrue(Names.isRoom(name));
            assertTrue(Names.isRoom('~' + name));
        }
    }

    @Test
    void aSealedRoomStandsBehindATildeWhichNoHashKnowsOf() {
        String name = "A".repeat(43);
        assertFalse(Names.isSealed(name));
        assertTrue(Names.isSealed('~' + name));
        assertEquals(name, Names.hash(name));
        assertEquals(name, Names.hash('~' + name));
        assertEquals(Code.BAD_ROOM, assertThrows(Refusal.class, () -> Names.hash("~")).code());
    }

    @Test
    void nothingElseIsARoom() {
        for (String name : List.of("", "A".repeat(42), "A".repeat(44), "A".repeat(42) + "B", "A".repeat(43) + "=", "+" + "A".repeat(42), "/" + "A".repeat(42),
                "A".repeat(43) + "\n", "~", "~" + "A".repeat(42), "~~" + "A".repeat(43), "A".repeat(43) + "~", "%7E" + "A".repeat(43), "\u00c4" + "A".repeat(42), "A".repeat(21) + ":" + "A".repeat(21))) {
            assertFalse(Names.isRoom(name), name);
            assertEquals(Code.BAD_ROOM, assertThrows(Refusal.class, () -> Names.room(name)).code());
        }
    }

    @Test
    void newNamesHaveTheirShapeAndDiffer() {
        Ids ids = new Ids(new Random(1));
        Set<String> all = new HashSet<>();
        for (int each = 0; each < 1000; each++) {
            assertTrue(all.add(Names.peer(ids.peer())));
            assertTrue(all.add(Names.offer(ids.offer())));
            assertTrue(all.add(Names.epoch(ids.epoch())));
            assertTrue(all.add(ids.secret()));
        }
    }

    @Test
    void namesOfAnotherShapeAreRefused() {
        for (String name : List.of("", "a".repeat(25), "a".repeat(27), "A".repeat(26), "1".repeat(26), "a".repeat(26) + "\n")) {
            assertEquals(Code.BAD_MESSAGE, assertThrows(Refusal.class, () -> Names.peer(name)).code());
            assertEquals(Code.BAD_MESSAGE, assertThrows(Refusal.class, () -> Names.offer(name)).code());
            assertEquals(Code.BAD_MESSAGE, assertThrows(Refusal.class, () -> Names.epoch(name)).code());
        }
    }

    @Test
    void aTokenNeverPrints() {
        assertFalse(new Seat("peer", "peer.secret").toString().contains("secret"));
    }

    @Test
    void theRoomOfADialectIsOneThatIsKeptAndThatNoClientMayName() {
        String room = Names.foreign(new byte[32]);
        assertTrue(Names.isForeign(room));
        assertFalse(Names.isRoom(room));
        assertFalse(Names.isSealed(room));
        assertThrows(Refusal.class, () -> Names.room(room));
        assertEquals(room, Names.kept(room));
        assertEquals(room.substring(1), Names.kept(room.substring(1)));
        assertFalse(Names.isForeign(room.substring(1)));
        for (String other : List.of(room + "A", room.substring(1, 43), "." + room, ".~" + room.substring(1), "", ".")) {
            assertThrows(Refusal.class, () -> Names.kept(other), other);
        }
        assertThrows(IllegalArgumentException.class, () -> Names.foreign(new byte[31]));
        assertThrows(IllegalArgumentException.class, () -> Names.foreign(new byte[33]));
    }
}
