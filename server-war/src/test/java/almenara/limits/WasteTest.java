package almenara.limits;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class WasteTest {

    private final Waste waste = new Waste();

    @Test
    void eachTimeCountsAsTheShortestForTheOthersMayHaveWaited() {
        waste.add(7_000);
        waste.add(5_000);
        waste.add(90_000_000);
        assertEquals(15_000, waste.take());
    }

    @Test
    void whatWasTakenIsForgottenAndTheShortestWithIt() {
        assertEquals(0, waste.take());
        waste.add(5_000);
        assertEquals(5_000, waste.take());
        assertEquals(0, waste.take());
        waste.add(6_000);
        waste.add(6_000);
        assertEquals(12_000, waste.take());
    }
}
