package almenara.faults;

import static almenara.faults.Finding.Kind.LISTED_AFTER_LEAVING;
import static almenara.faults.Finding.Kind.LISTED_TWICE;
import static almenara.faults.Finding.Kind.NOT_LISTED;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class RostersTest {

    private static void finds(Story story, Finding.Kind... kinds) {
        assertEquals(List.of(kinds), story.findings());
    }

    @Test
    void membersWhoComeAndGoAsTheyAreToldHaveNoFindings() {
        finds(Story.of(3).leaves(2).misses(1, "p2").misses(3, "p2"));
    }

    @Test
    void aMemberThatIsTwiceInARosterIsFound() {
        finds(Story.of(2).enters(3, 0, "p1", "p2", "p1").hears(1, "p3").hears(2, "p3"), LISTED_TWICE);
    }

    @Test
    void aMemberThatJoinsAgainWithoutHavingLeftIsListedTwice() {
        finds(Story.of(2).hears(1, "p2"), LISTED_TWICE);
        finds(Story.of(2).misses(1, "p2").hears(1, "p2"));
    }

    @Test
    void aMemberThatLeftBeforeSomebodyAskedIsNotInTheRoster() {
        finds(Story.of(2).leaves(2).misses(1, "p2").enters(3, 0, "p1", "p2").misses(3, "p2").hears(1, "p3"), LISTED_AFTER_LEAVING);
    }

    @Test
    void aMemberThatIsStillListedInTheEndAfterItLeftIsFound() {
        finds(Story.of(2).leaves(2), LISTED_AFTER_LEAVING);
        finds(Story.of(2).leaves(2).misses(1, "p2").hears(1, "p2"), LISTED_AFTER_LEAVING);
    }

    @Test
    void aMemberThatIsThereAndThatSomebodyDoesNotKnowIsFound() {
        finds(Story.of(2).enters(3, 0, "p1", "p2").hears(2, "p3"), NOT_LISTED);
        finds(Story.of(2).misses(1, "p2"), NOT_LISTED);
    }

    @Test
    void whoIsAwayMayBeListedOrNot() {
        finds(Story.of(2).isCut(2));
        finds(Story.of(2).isCut(2).misses(1, "p2"));
        finds(Story.of(2).isCut(2).misses(1, "p2").recovers(2, 0).hears(1, "p2"));
    }

    @Test
    void aNewRosterReplacesWhatWasKnown() {
        finds(Story.of(3).leaves(3).misses(2, "p3").enters(1, 9, "p2"));
        finds(Story.of(3).leaves(3).misses(2, "p3").recovers(1, 9), LISTED_AFTER_LEAVING);
    }
}
