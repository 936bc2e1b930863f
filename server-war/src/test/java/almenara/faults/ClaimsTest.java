package almenara.faults;

import static almenara.faults.Finding.Kind.DELIVERED_TWICE;
import static almenara.faults.Finding.Kind.TWO_WINNERS;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class ClaimsTest {

    private static void finds(Story story, Finding.Kind... kinds) {
        assertEquals(List.of(kinds), story.findings());
    }

    @Test
    void anOfferThatIsClaimedAndAnsweredOnceHasOneWinner() {
        finds(Story.of(2).claims(2, "o").answers(2, "o").isAnswered(1, "o", 2));
    }

    @Test
    void twoClaimsWhoseLeasesOverlapAreTwoWinners() {
        finds(Story.of(3).claims(2, "o").claims(3, "o"), TWO_WINNERS);
        finds(Story.of(3).claims(2, "o").after(Story.LEASE / 2).claims(3, "o"), TWO_WINNERS);
    }

    @Test
    void claimsOfDifferentOffersOrOfOneClientDoNotConcernEachOther() {
        finds(Story.of(3).claims(2, "o").claims(3, "other"));
        finds(Story.of(2).claims(2, "o").claims(2, "o"));
    }

    @Test
    void aLeaseThatHasEndedOrWasGivenBackOrWhoseClientWentMakesRoomForAnother() {
        finds(Story.of(3).claims(2, "o").after(Story.LEASE).claims(3, "o"));
        finds(Story.of(3).claims(2, "o").releases(2, "o").claims(3, "o"));
        finds(Story.of(3).claims(2, "o").isCut(2).claims(3, "o"));
        finds(Story.of(3).claims(2, "o").leaves(2).misses(1, "p2").misses(3, "p2").claims(3, "o"));
    }

    @Test
    void whatSomebodyElseReleasesOrTheClientReleasesOfAnotherOfferEndsNoLease() {
        finds(Story.of(3).claims(2, "o").releases(2, "other").claims(3, "o"), TWO_WINNERS);
        finds(Story.of(3).claims(2, "o").releases(1, "o").claims(3, "o"), TWO_WINNERS);
    }

    @Test
    void anOfferThatIsClaimedAfterItWasAnsweredHasTwoWinners() {
        finds(Story.of(3).claims(2, "o").answers(2, "o").after(2 * Story.LEASE).claims(3, "o"), TWO_WINNERS);
    }

    @Test
    void twoAcceptedAnswersAreTwoWinners() {
        finds(Story.of(3).answers(2, "o").answers(3, "o"), TWO_WINNERS);
    }

    @Test
    void anAuthorThatHearsTwoPeersOrOnePeerTwiceIsFound() {
        finds(Story.of(3).isAnswered(1, "o", 2).isAnswered(1, "o", 3), TWO_WINNERS);
        finds(Story.of(3).isAnswered(1, "o", 2).isAnswered(1, "o", 2), DELIVERED_TWICE);
    }
}
