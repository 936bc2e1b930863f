package almenara.transport;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import almenara.messages.Refusal;
import org.junit.jupiter.api.Test;

class PlacesTest {

    private final Places places = new Places(3, 2);

    @Test
    void anAddressHasSoManyAndNoMore() {
        places.take("a", 7);
        assertDoesNotThrow(() -> places.check(7));
        places.take("a", 7);
        assertEquals(Refusal.Code.OVERLOADED, assertThrows(Refusal.class, () -> places.check(7)).code());
        assertThrows(Refusal.class, () -> places.take("a", 7));
        assertEquals(2, places.size("a"));
        assertEquals(0, places.size("b"));
        places.take("a", 8);
    }

    @Test
    void allTogetherHaveSoManyAndNoMore() {
        places.take("a", 1);
        places.take("b", 2);
        places.take("c", 3);
        assertThrows(Refusal.class, () -> places.take("a", 4));
        places.free("b", 2);
        places.take("a", 4);
        assertThrows(Refusal.class, () -> places.check(2));
    }

    @Test
    void whatIsFreedCanBeTakenAgain() {
        for (int round = 0; round < 10; round++) {
            places.take("a", 7);
            places.take("a", 7);
            places.free("a", 7);
            places.free("a", 7);
        }
        assertEquals(0, places.size("a"));
    }
}
