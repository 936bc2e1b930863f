package almenara.faults;

import static almenara.faults.Finding.Kind.DISAGREEMENT;
import static almenara.faults.Finding.Kind.GHOST;
import static almenara.faults.Finding.Kind.LISTED_TWICE;
import static almenara.faults.Finding.Kind.NOT_DELIVERED;
import static almenara.faults.Finding.Kind.NOT_LISTED;
import static almenara.faults.Finding.Kind.SILENT_GAP;
import static almenara.faults.Finding.Kind.TWO_WINNERS;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Clients 1 and 2 are at one half, 3 and 4 at the other. */
class HalvesTest {

    private static void finds(Story story, Finding.Kind... kinds) {
        assertEquals(List.of(kinds), new Halves(story.events(), met(story)).findings(Set.of(1, 2), Set.of(3, 4)).stream().map(Finding::kind).toList());
    }

    /** When the first roster of another epoch came, or never. */
    private static long met(Story story) {
        return story.events().stream().filter(event -> event instanceof Event.Entered entered && entered.place().epoch().equals("two")).mapToLong(Event::at).min().orElse(Long.MAX_VALUE);
    }

    /** Both halves write something else at one place of their logs. */
    private static Story split() {
        return Story.of(4).says(1, 1, 5).gets(2, 5, 1, 1).says(3, 1, 5).gets(4, 5, 3, 1);
    }

    private static Story met() {
        return metAfter(split());
    }

    private static Story metAfter(Story apart) {
        return apart.epoch("two").enters(1, 0, "p2", "p3", "p4").enters(2, 0, "p1", "p3", "p4").enters(3, 0, "p1", "p2", "p4").enters(4, 0, "p1", "p2", "p3");
    }

    @Test
    void halvesThatEachKeepTheirPromisesAndStartAnewTogetherHaveNoFindings() {
        finds(met().says(1, 2, 1).gets(2, 1, 1, 2).gets(3, 1, 1, 2).gets(4, 1, 1, 2));
    }

    @Test
    void aHalfThatLosesASignalOfItsOwnIsFound() {
        finds(Story.of(4).says(1, 1, 5).says(1, 2, 6).gets(2, 6, 1, 2).epoch("two").enters(1, 0, "p2", "p3", "p4").enters(2, 0, "p1", "p3", "p4")
                .enters(3, 0, "p1", "p2", "p4").enters(4, 0, "p1", "p2", "p3"), SILENT_GAP);
    }

    @Test
    void halvesThatWereNeverToldOfTheGapDisagreeAndLackEachOthersSignals() {
        finds(split(), NOT_DELIVERED, DISAGREEMENT, DISAGREEMENT);
        finds(Story.of(4).says(1, 1, 5).gets(2, 5, 1, 1), NOT_DELIVERED, NOT_DELIVERED);
    }

    @Test
    void whoIsMissingFromTheRosterOfTheOtherHalfAfterwardsIsFound() {
        finds(split().epoch("two").enters(1, 0, "p2", "p4").enters(2, 0, "p1", "p3", "p4").enters(3, 0, "p1", "p2", "p4").enters(4, 0, "p1", "p2", "p3"), NOT_LISTED);
    }

    @Test
    void whoIsNotListedInItsOwnHalfBeforeTheyMeetIsFoundUnlessItWasShortlyBefore() {
        finds(metAfter(split().misses(1, "p2").after(TimeUnit.SECONDS.toNanos(9))), NOT_LISTED);
        finds(metAfter(split().enters(2, 5, "p1").misses(1, "p2").after(TimeUnit.SECONDS.toNanos(1))));
        finds(metAfter(split().hears(1, "p2")), LISTED_TWICE);
        finds(metAfter(split().misses(1, "p3").misses(1, "p4").after(TimeUnit.SECONDS.toNanos(9))));
    }

    @Test
    void whoIsAwayForGoodAndStillListedWhenTheHalvesHaveMetIsAGhost() {
        finds(split().isCut(4).epoch("two").enters(1, 0, "p2", "p3", "p4").enters(2, 0, "p1", "p3").enters(3, 0, "p1", "p2"), GHOST);
    }

    @Test
    void whoHadGoneWhenTheHalvesMetIsJudgedByItsOwnHalfAlone() {
        Story gone = split().enters(5, 5, "p1", "p2").hears(1, "p5").hears(2, "p5").says(5, 1, 6).gets(1, 6, 5, 1).gets(2, 6, 5, 1).leaves(5).misses(1, "p5").misses(2, "p5")
                .says(3, 2, 6).gets(4, 6, 3, 2).leaves(4).misses(3, "p4");
        finds(gone.epoch("two").enters(1, 0, "p2", "p3").enters(2, 0, "p1", "p3").enters(3, 0, "p1", "p2"));
    }

    @Test
    void whoHasBeenAtBothHalvesIsJudgedFromItsLastRosterOn() {
        Story both = split().enters(5, 5, "p1", "p2").hears(1, "p5").hears(2, "p5").says(3, 2, 6).gets(4, 6, 3, 2).isCut(5).enters(5, 6, "p3", "p4");
        finds(both.epoch("two").enters(1, 0, "p2", "p3", "p4", "p5").enters(2, 0, "p1", "p3", "p4", "p5").enters(3, 0, "p1", "p2", "p4", "p5")
                .enters(4, 0, "p1", "p2", "p3", "p5").enters(5, 0, "p1", "p2", "p3", "p4").says(1, 2, 1).gets(2, 1, 1, 2).gets(3, 1, 1, 2).gets(4, 1, 1, 2), NOT_DELIVERED);
    }

    @Test
    void eachHalfMayHaveAWinnerOfAnOfferButNotTwo() {
        finds(metAfter(split().claims(2, "o").claims(3, "o")));
        finds(metAfter(split().claims(2, "o").claims(1, "o")), TWO_WINNERS);
    }

    @Test
    void aLeaseFromBeforeTheHalvesMetNeedNotHoldAfterwardsAndOneFromAfterwardsDoes() {
        finds(metAfter(split().claims(2, "o")).claims(1, "o"));
        finds(met().claims(2, "o").claims(3, "o"), TWO_WINNERS);
    }
}
