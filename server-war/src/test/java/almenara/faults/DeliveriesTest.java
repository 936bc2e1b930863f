package almenara.faults;

import static almenara.faults.Finding.Kind.DELIVERED_TWICE;
import static almenara.faults.Finding.Kind.DISAGREEMENT;
import static almenara.faults.Finding.Kind.INVENTED;
import static almenara.faults.Finding.Kind.NOT_DELIVERED;
import static almenara.faults.Finding.Kind.OUT_OF_ORDER;
import static almenara.faults.Finding.Kind.SILENT_GAP;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class DeliveriesTest {

    private static void finds(Story story, Finding.Kind... kinds) {
        assertEquals(List.of(kinds), story.findings());
    }

    @Test
    void aHistoryInWhichEverybodyGotEverythingOnceAndInOneOrderHasNoFindings() {
        finds(Story.of(3).says(1, 1, 5).says(2, 1, 7).gets(2, 5, 1, 1).gets(3, 5, 1, 1).gets(3, 7, 2, 1).gets(1, 7, 2, 1));
    }

    @Test
    void anAcknowledgedSignalThatAMemberNeverGotIsNotDelivered() {
        finds(Story.of(3).says(1, 1, 5).gets(2, 5, 1, 1), NOT_DELIVERED);
    }

    @Test
    void aSignalThatNobodyWasToldOfIsNotDeliveredWhenItWasAcknowledgedAlone() {
        finds(Story.of(2).tries(1, 1));
        finds(Story.of(2).tries(1, 1).acknowledged(1, 1, 5), NOT_DELIVERED);
    }

    @Test
    void whatOneMemberGotEveryOtherHasToGetAcknowledgedOrNot() {
        finds(Story.of(3).tries(1, 1).gets(2, 5, 1, 1), NOT_DELIVERED);
    }

    @Test
    void whoCameLaterOrHasLeftOrIsAwayNeedsNoSignal() {
        finds(Story.of(2).says(1, 1, 5).gets(2, 5, 1, 1).enters(3, 5, "p1", "p2").hears(1, "p3").hears(2, "p3"));
        finds(Story.of(2).leaves(2).misses(1, "p2").says(1, 1, 5));
        finds(Story.of(2).isCut(2).says(1, 1, 5));
    }

    @Test
    void whoComesBackWithoutAGapNeedsWhatWasSaidMeanwhile() {
        finds(Story.of(2).isCut(2).says(1, 1, 5).recovers(2, 5), NOT_DELIVERED);
        finds(Story.of(2).isCut(2).says(1, 1, 5).recovers(2, 5).gets(2, 5, 1, 1));
    }

    @Test
    void laterSignalsWithoutAnEarlierOneAreASilentGapAlsoOfWhoHasLeftOrWasToldLater() {
        Story gap = Story.of(2).says(1, 1, 5).says(1, 2, 6).gets(2, 6, 1, 2);
        finds(gap, SILENT_GAP);
        finds(gap.enters(2, 6, "p1"), SILENT_GAP);
        finds(gap.leaves(2).misses(1, "p2"), SILENT_GAP);
    }

    @Test
    void aGapThatIsToldIsNone() {
        finds(Story.of(2).says(1, 1, 5).gets(2, 5, 1, 1).says(1, 2, 6).enters(2, 6, "p1").says(1, 3, 7).gets(2, 7, 1, 3));
    }

    @Test
    void whoRecoversInAnotherEpochWasNotToldOfTheGap() {
        finds(Story.of(2).isCut(2).epoch("two").recovers(2, 0), SILENT_GAP);
    }

    @Test
    void offsetsOfAnotherEpochAreOtherPlaces() {
        finds(Story.of(2).says(1, 1, 5).gets(2, 5, 1, 1).epoch("two").enters(1, 0, "p2").enters(2, 0, "p1").says(1, 2, 5).gets(2, 5, 1, 2));
    }

    @Test
    void holesInTheOffsetsThatOthersWereAddressedByAreNoGaps() {
        finds(Story.of(2).says(1, 1, 5).says(1, 2, 50).gets(2, 5, 1, 1).gets(2, 50, 1, 2));
    }

    @Test
    void aSignalThatCameTwiceIsFoundAlsoFromAnotherPlaceUnlessTheClientDropsIt() {
        finds(Story.of(2).says(1, 1, 5).gets(2, 5, 1, 1).gets(2, 5, 1, 1), DELIVERED_TWICE, DELIVERED_TWICE);
        finds(Story.of(2).says(1, 1, 5).gets(2, 5, 1, 1).drops(2, 5, 1, 1), DELIVERED_TWICE);
        finds(Story.of(2).tries(1, 1).gets(2, 5, 1, 1).acknowledged(1, 1, 6).gets(2, 6, 1, 1), DELIVERED_TWICE);
        finds(Story.of(2).tries(1, 1).gets(2, 5, 1, 1).acknowledged(1, 1, 6).drops(2, 6, 1, 1));
    }

    @Test
    void aSignalThatWasSentAgainHasToComeFromItsSecondPlaceToo() {
        finds(Story.of(3).tries(1, 1).gets(2, 5, 1, 1).gets(3, 5, 1, 1).acknowledged(1, 1, 6).drops(2, 6, 1, 1), NOT_DELIVERED);
    }

    @Test
    void aLaterPlaceBeforeAnEarlierOneIsOutOfOrder() {
        finds(Story.of(3).says(1, 1, 5).says(2, 1, 6).gets(3, 6, 2, 1).gets(3, 5, 1, 1).gets(2, 5, 1, 1).gets(1, 6, 2, 1), OUT_OF_ORDER);
    }

    @Test
    void signalsOfOneAuthorThatStandInTheWrongOrderInTheLogAreOutOfOrder() {
        finds(Story.of(2).says(1, 2, 5).says(1, 1, 6).gets(2, 5, 1, 2).gets(2, 6, 1, 1), OUT_OF_ORDER);
    }

    @Test
    void whoCameInBetweenASignalAndItsRepeatMayHearTheRepeatAfterNewerOnesOfItsAuthor() {
        Story between = Story.of(2).tries(1, 1).gets(2, 5, 1, 1).says(1, 2, 7).gets(2, 7, 1, 2).enters(3, 5, "p1", "p2").hears(1, "p3").hears(2, "p3").gets(3, 7, 1, 2);
        finds(between.acknowledged(1, 1, 8).drops(2, 8, 1, 1).gets(3, 8, 1, 1));
        Story before = Story.of(3).tries(1, 1).gets(2, 6, 1, 2).gets(3, 6, 1, 2).tries(1, 2);
        finds(before.gets(2, 8, 1, 1).gets(3, 8, 1, 1), OUT_OF_ORDER, OUT_OF_ORDER);
    }

    @Test
    void whatWasSaidUnderTwoNamesMayComeTwiceAndNothingElse() {
        finds(Story.of(2).tries(1, 1).gets(2, 5, 1, 1).isCut(1).entersAs("p9", 1, 6, "p2").hears(2, "p9").misses(2, "p1").acknowledged(1, 1, 7).gets(2, 7, 1, 1));
        finds(Story.of(2).says(1, 1, 5).gets(2, 5, 1, 1).isCut(1).entersAs("p9", 1, 6, "p2").hears(2, "p9").misses(2, "p1").gets(2, 7, 1, 1), DELIVERED_TWICE);
        finds(Story.of(2).tries(1, 1).gets(2, 5, 1, 1).isCut(1).enters(1, 6, "p2").acknowledged(1, 1, 7).gets(2, 7, 1, 1), DELIVERED_TWICE);
    }

    @Test
    void twoMembersWithDifferentSignalsAtOnePlaceDisagree() {
        finds(Story.of(4).tries(1, 1).tries(2, 1).gets(3, 5, 1, 1).gets(3, 6, 2, 1).gets(4, 5, 2, 1).gets(4, 6, 1, 1).gets(1, 6, 2, 1).gets(2, 5, 1, 1),
                DISAGREEMENT, DISAGREEMENT);
    }

    @Test
    void anAcknowledgementOfAnotherPlaceThanTheDeliveryIsADisagreementWhenSomethingElseIsThere() {
        finds(Story.of(2).says(1, 1, 5).tries(1, 2).acknowledged(1, 2, 5).gets(2, 5, 1, 1), DISAGREEMENT);
    }

    @Test
    void whatNobodyHasSaidIsInvented() {
        finds(Story.of(2).gets(2, 5, 1, 9), INVENTED);
    }
}
