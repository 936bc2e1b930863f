package almenara.wiring;

import static org.junit.jupiter.api.Assertions.assertEquals;

import almenara.messages.Refusal;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DutiesTest {

    private final List<String> done = new ArrayList<>();

    @Test
    void oneThatFailsDoesNotKeepTheOthersFromBeingDone() {
        Duties.all(() -> done.add("first"), () -> {
            throw new Refusal(Refusal.Code.UNAVAILABLE, "the cluster can't say");
        }, () -> done.add("second"), () -> {
            throw new IllegalStateException("a test says so");
        }, () -> done.add("third"));
        assertEquals(List.of("first", "second", "third"), done);
    }
}
