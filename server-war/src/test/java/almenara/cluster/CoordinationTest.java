package almenara.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.Set;
import org.infinispan.remoting.transport.Address;
import org.junit.jupiter.api.Test;

class CoordinationTest {

    private final Address first = Address.random("first");
    private final Address second = Address.random("second");
    private final Set<Address> running = new HashSet<>();
    private final Coordination coordination = new Coordination(true, running::contains);

    @Test
    void nothingIsKnownBeforeThereIsAView() {
        running.add(first);
        assertFalse(coordination.look());
        assertFalse(coordination.isKnown());
    }

    @Test
    void aCoordinatorIsKnownOnceItRuns() {
        coordination.seen(1, first, false);
        assertFalse(coordination.isKnown());
        running.add(second);
        assertFalse(coordination.look());
        running.add(first);
        assertTrue(coordination.look());
        assertTrue(coordination.isKnown());
        assertFalse(coordination.look(), "it was known before");
    }

    @Test
    void whatACoordinatorHasJudgedStandsWhenItHasLeftInOrder() {
        running.add(first);
        coordination.seen(1, first, false);
        running.remove(first);
        coordination.seen(2, first, false);
        assertTrue(coordination.isKnown());
    }

    @Test
    void afterAMergeACoordinatorThatDoesNotRunAnyMoreIsNotKnown() {
        running.add(first);
        coordination.seen(1, first, false);
        running.remove(first);
        coordination.seen(2, first, true);
        assertFalse(coordination.isKnown());
    }

    @Test
    void whoTakesOverIsKnownWhenItRuns() {
        running.add(first);
        coordination.seen(1, first, false);
        coordination.seen(2, second, false);
        assertFalse(coordination.isKnown());
        running.add(second);
        assertTrue(coordination.look());
        coordination.seen(3, first, false);
        assertTrue(coordination.isKnown());
    }

    @Test
    void aViewThatComesLateChangesNothing() {
        running.add(second);
        coordination.seen(2, second, false);
        coordination.seen(1, first, false);
        assertTrue(coordination.isKnown());
    }

    @Test
    void whereAllPartsOfASplitGoOnItDoesNotMatterWhoCoordinates() {
        Coordination careless = new Coordination(false, running::contains);
        careless.seen(1, first, false);
        assertTrue(careless.isKnown());
        assertEquals(false, careless.look());
    }
}
