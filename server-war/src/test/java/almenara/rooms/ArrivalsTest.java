package almenara.rooms;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ArrivalsTest {

    private final Arrivals arrivals = new Arrivals();
    private final List<String> told = new ArrayList<>();

    @Test
    void whoeverWaitsForARoomIsToldOfItAloneAndAsOftenAsSomebodyComes() {
        arrivals.watch("a", () -> told.add("one"));
        arrivals.watch("b", () -> told.add("two"));
        arrivals.tell("a");
        arrivals.tell("a");
        arrivals.tell("c");
        assertEquals(List.of("one", "one"), told);
    }

    @Test
    void whoeverWaitsNoLongerIsNotToldAndLeavesNothingBehind() {
        Runnable step = () -> told.add("same");
        Runnable first = arrivals.watch("a", step);
        Runnable second = arrivals.watch("a", step);
        first.run();
        first.run();
        arrivals.tell("a");
        assertEquals(List.of("same"), told);
        second.run();
        arrivals.tell("a");
        assertEquals(List.of("same"), told);
        assertEquals(0, arrivals.size());
    }
}
