package almenara.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import almenara.messages.Refusal;
import org.junit.jupiter.api.Test;

class LookUpsTest {

    private static void assertRefused(LookUps lookUps, long address) {
        Refusal refusal = assertThrows(Refusal.class, () -> lookUps.begin(address));
        assertEquals(Refusal.Code.OVERLOADED, refusal.code());
        assertTrue(refusal.retryAfterMillis() > 0);
    }

    @Test
    void anAddressHasAQuarterAndAllHaveNoMoreThanAll() {
        LookUps lookUps = new LookUps(8);
        for (int address = 1; address <= 4; address++) {
            lookUps.begin(address);
            lookUps.begin(address);
            assertRefused(lookUps, address);
        }
        assertRefused(lookUps, 5);
        lookUps.end(1);
        lookUps.begin(5);
        assertRefused(lookUps, 1);
        lookUps.end(5);
        lookUps.begin(1);
    }

    @Test
    void anAddressHasAtLeastOne() {
        LookUps lookUps = new LookUps(1);
        lookUps.begin(1);
        assertRefused(lookUps, 2);
        lookUps.end(1);
        lookUps.begin(2);
    }
}
