package almenara.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ItineraryTest {

    private static final List<InetSocketAddress> NODES = List.of(InetSocketAddress.createUnresolved("one", 1), InetSocketAddress.createUnresolved("two", 2));

    /** A client whose chance is always the greatest. */
    private final Itinerary itinerary = new Itinerary(NODES, 1, () -> -1L);

    @Test
    void aNodeThatWasLostIsTriedFirstUnlessItSentTheClientAway() {
        assertEquals(1, itinerary.node());
        itinerary.lost(true, Line.CUT);
        assertEquals(1, itinerary.node());
        itinerary.lost(true, 4503);
        assertEquals(0, itinerary.node());
        itinerary.lost(true, 1012);
        assertEquals(1, itinerary.node());
    }

    @Test
    void aNodeThatCouldNotBeJoinedIsFollowedByTheNext() {
        itinerary.lost(false, Line.CUT);
        assertEquals(0, itinerary.node());
    }

    @Test
    void theWaitIsShortAtFirstAndGrowsToTenSecondsUntilANodeIsJoined() {
        long[] waits = LongStream.generate(() -> itinerary.lost(false, Line.CUT)).limit(8).toArray();
        assertEquals(List.of(199L, 299L, 599L, 1199L, 2399L, 4799L, 9599L, 9999L), LongStream.of(waits).boxed().toList());
        itinerary.arrived();
        assertEquals(199, itinerary.lost(true, Line.CUT));
    }

    @Test
    void itKnowsWhetherTheRoomWasJoinedAtOneNodeAlone() {
        itinerary.arrived();
        itinerary.lost(true, Line.CUT);
        itinerary.arrived();
        assertEquals(List.of(false, true), List.of(itinerary.hasStayedAt(0), itinerary.hasStayedAt(1)));
        itinerary.lost(false, Line.CUT);
        itinerary.arrived();
        assertEquals(List.of(false, false), List.of(itinerary.hasStayedAt(0), itinerary.hasStayedAt(1)));
    }
}
