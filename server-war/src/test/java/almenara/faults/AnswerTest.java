package almenara.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class AnswerTest {

    private static Answer answer(String json) {
        return new Answer(Http.parse(json.replace('\'', '"')));
    }

    @Test
    void signalsAndOtherCommandsAreToldApartByTheirRef() {
        assertEquals(OptionalInt.of(7), answer("{'type':'ok','ref':'7'}").signal());
        assertEquals(OptionalInt.empty(), answer("{'type':'ok','ref':'7'}").command());
        assertEquals(OptionalInt.of(7), answer("{'type':'ok','ref':7}").command());
        assertEquals(OptionalInt.empty(), answer("{'type':'ok','ref':7}").signal());
    }

    @Test
    void aNodeThatDoesNotServeOrDoesNotLetTheClientInIsLeft() {
        assertTrue(answer("{'type':'refused','ref':'7','code':'unavailable'}").isAway());
        assertTrue(answer("{'type':'refused','ref':'7','code':'draining'}").isAway());
        assertTrue(answer("{'type':'refused','ref':0,'code':'bad-token'}").isAway());
        assertTrue(answer("{'type':'refused','code':'room-full'}").isAway());
    }

    @Test
    void anyOtherRefusalIsTheBusinessOfItsCommand() {
        assertFalse(answer("{'type':'refused','ref':3,'code':'offer-claimed'}").isAway());
        assertFalse(answer("{'type':'ok','ref':'7'}").isAway());
        assertTrue(answer("{'type':'refused','ref':3,'code':'offer-claimed'}").isRefusal());
        assertFalse(answer("{'type':'ok','ref':'7'}").isRefusal());
    }
}
