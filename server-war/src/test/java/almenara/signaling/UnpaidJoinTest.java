package almenara.signaling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import almenara.messages.Refusal;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Who has not joined yet may stay for as long as the work for it may take. */
class UnpaidJoinTest {

    private static final long MINUTE = Duration.ofMinutes(1).toNanos();
    private static final long SECOND = Duration.ofSeconds(1).toNanos();
    private static final String SIGNAL = "'type':'signal','data':1";

    private final Node node = Nodes.paid(1, 4096).node(0);
    private final Client client = node.connect(Nodes.ROOM);

    @Test
    void whoWasRefusedForThePriceMayWorkAsLongAsTheQuoteLives() {
        assertFalse(client.session().isWorking(System.nanoTime()));
        long before = System.nanoTime();
        assertEquals("price", client.refused("'type':'join'"));
        long after = System.nanoTime();
        assertTrue(client.session().isWorking(before + MINUTE - 1));
        assertFalse(client.session().isWorking(after + MINUTE));
    }

    @Test
    void whoIsRefusedAgainAtTheSamePriceGetsNoMoreTime() {
        client.session().owes(new Refusal.Price("", Duration.ofSeconds(1), 4 * 4096, 2));
        long after = System.nanoTime();
        assertEquals("price", client.refused("'type':'join'"));
        assertFalse(client.session().isWorking(after + SECOND));
    }

    @Test
    void whoIsRefusedForAHigherPriceGetsTimeForIt() {
        client.session().owes(new Refusal.Price("", Duration.ofSeconds(1), 4 * 4096 - 1, 2));
        long before = System.nanoTime();
        assertEquals("price", client.refused("'type':'join'"));
        assertTrue(client.session().isWorking(before + MINUTE - 1));
    }

    @Test
    void whoIsRefusedForAnotherReasonGetsNone() {
        assertEquals("not-joined", client.refused(SIGNAL));
        assertFalse(client.session().isWorking(System.nanoTime()));
    }
}
