package almenara.guests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import almenara.signaling.Nodes;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VeilTest {

    private final Veil veil = new Veil(Nodes.room(1));
    private final String sealed = veil.seal("key/name", "Grüße", new Random(1));

    @Test
    void whoKnowsTheRoomReadsItAtItsPlace() {
        assertEquals(Optional.of("Grüße"), new Veil(Nodes.room(1)).open("key/name", sealed));
        assertEquals(Optional.empty(), veil.open("other/name", sealed));
        assertEquals(Optional.empty(), new Veil(Nodes.room(2)).open("key/name", sealed));
        assertEquals(Optional.empty(), new Veil('~' + Nodes.room(1)).open("key/name", sealed), "a sealed room is another");
    }

    @Test
    void nothingOfTheRoomIsSeen() {
        assertFalse((sealed + veil.tag() + veil.name("a")).contains(Nodes.room(1)));
        assertNotEquals(sealed, veil.seal("key/name", "Grüße", new Random(2)));
        assertEquals(veil.tag(), Veil.tag(veil.name("offer", "a", "b")));
        assertNotEquals(veil.name("offer", "a", "b"), veil.name("mail", "a", "b"));
        assertEquals("", Veil.tag("name"));
    }

    @Test
    void theTagIsTheOneThatTheProtocolNames() {
        assertEquals("YR3VIFhnktRGKu4vjaR1IA", veil.tag());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\"", "\"\"", "1", "\"AAAA\"", "\"%%%%\"", "{}", "\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\""})
    void whatIsNotSealedIsNothing(String value) {
        assertEquals(Optional.empty(), veil.open("key/name", value));
    }
}
