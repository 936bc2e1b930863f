package almenara.faults;

import static almenara.faults.Finding.Kind.GHOST;
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

    private static void haunts(Story story, Finding.Kind... kinds) {
        assertEquals(List.of(kinds), Finding.atRest(story.events()).stream().map(Finding::kind).toList());
    }

    @Test
    void whoIsAwayForGoodAndStillListedIsAGhost() {
        haunts(Story.of(3).isCut(2), GHOST, GHOST);
        haunts(Story.of(3).isCut(2).misses(1, "p2"), GHOST);
        haunts(Story.of(3).isCut(2).misses(1, "p2").misses(3, "p2"));
        haunts(Story.of(2).isCut(2).recovers(2, 0));
        haunts(Story.of(2).isCut(2).isCut(1));
    }

    @Test
    void theOldNameOfWhoCameBackAsAnotherPeerIsAGhost() {
        haunts(Story.of(2).isCut(2).entersAs("q2", 2, 5, "p1").hears(1, "q2"), GHOST);
        haunts(Story.of(2).isCut(2).entersAs("q2", 2, 5, "p1").hears(1, "q2").misses(1, "p2"));
        haunts(Story.of(2).isCut(2).misses(1, "p2").entersAs("q2", 2, 5, "p1", "p2").hears(1, "q2"), GHOST);
    }

    @Test
    void whoLeftAndIsStillListedIsFoundOnceAndNoGhost() {
        haunts(Story.of(2).leaves(2), LISTED_AFTER_LEAVING);
    }

    @Test
    void whoHasComeOrLeftShortlyBeforeAHistoryBreaksOffNeedNotBeKnown() {
        Story story = Story.of(3).leaves(2).after(100).enters(4, 5, "p1", "p3");
        long moment = story.events().getLast().at();
        assertEquals(List.of(LISTED_AFTER_LEAVING, LISTED_AFTER_LEAVING), kinds(story, moment));
        assertEquals(List.of(), kinds(story, moment - 150));
        assertEquals(4, kinds(story, moment + 1).size());
    }

    private static List<Finding.Kind> kinds(Story story, long moment) {
        return new Rosters(story.events()).findings(moment).stream().map(Finding::kind).toList();
    }

    @Test
    void aNewRosterReplacesWhatWasKnown() {
        finds(Story.of(3).leaves(3).misses(2, "p3").enters(1, 9, "p2"));
        finds(Story.of(3).leaves(3).misses(2, "p3").recovers(1, 9), LISTED_AFTER_LEAVING);
    }
}
