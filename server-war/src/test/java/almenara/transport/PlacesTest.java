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
        places.take(7);
        assertDoesNotThrow(() -> places.check(7));
        places.take(7);
        assertEquals(Refusal.Code.OVERLOADED, assertThrows(Refusal.class, () -> places.check(7)).code());
        assertThrows(Refusal.class, () -> places.take(7));
        assertEquals(2, places.size());
        places.take(8);
    }

    @Test
    void allTogetherHaveSoManyAndNoMore() {
        places.take(1);
        places.take(2);
        places.take(3);
        assertThrows(Refusal.class, () -> places.take(4));
        places.free(2);
        places.take(4);
        assertThrows(Refusal.class, () -> places.check(2));
    }

    @Test
    void whatIsFreedCanBeTakenAgain() {
        for (int round = 0; round < 10; round++) {
            places.take(7);
            places.take(7);
            places.free(7);
            places.free(7);
        }
        assertEquals(0, places.size());
    }
}
