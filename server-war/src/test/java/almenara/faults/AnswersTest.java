package almenara.faults;

import static almenara.faults.Finding.Kind.NOT_DELIVERED;
import static almenara.faults.Finding.Kind.SILENT_GAP;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class AnswersTest {

    private static void finds(Story story, Finding.Kind... kinds) {
        assertEquals(List.of(kinds), story.findings());
    }

    /** An offer of 1 that 2 has answered; the answer stands at 5. */
    private static Story answered() {
        return Story.of(2).offers(1, "o").claims(2, "o").answers(2, "o", 5);
    }

    @Test
    void anAnswerThatItsAuthorHearsSoonerOrLaterHasNoFindings() {
        finds(answered().isAnswered(1, "o", 2));
        finds(answered().isCut(1).recovers(1, 4).isAnswered(1, "o", 2).says(2, 1, 6).gets(1, 6, 2, 1));
        finds(Story.of(2).claims(2, "o").isAnswered(1, "o", 2).answers(2, "o", 5).offers(1, "o"));
    }

    @Test
    void anAnswerThatNeverReachesAnAuthorThatIsThereIsFound() {
        finds(answered(), NOT_DELIVERED);
        finds(answered().isCut(1).recovers(1, 4), NOT_DELIVERED);
        finds(Story.of(2).offers(1, "o").claims(2, "o").isCut(1).answers(2, "o", 5).recovers(1, 4), NOT_DELIVERED);
        finds(Story.of(3).offers(1, "o").claims(2, "o").answers(2, "o", 5).isAnswered(3, "o", 2), NOT_DELIVERED);
    }

    @Test
    void anAuthorThatGetsWhatCameAfterTheAnswerHasASilentGapWhateverBecomesOfIt() {
        finds(answered().says(2, 1, 6).gets(1, 6, 2, 1), SILENT_GAP);
        finds(answered().says(2, 1, 6).gets(1, 6, 2, 1).isCut(1).enters(1, 7, "p2"), SILENT_GAP);
        finds(answered().says(2, 1, 6).gets(1, 6, 2, 1).leaves(1).misses(2, "p1"), SILENT_GAP);
        finds(Story.of(2).offers(1, "o").claims(2, "o").says(2, 1, 4).answers(2, "o", 5).gets(1, 4, 2, 1).leaves(1).misses(2, "p1"));
    }

    @Test
    void anAuthorThatHasGoneOrWasToldOfAGapIsOwedNothing() {
        finds(answered().isCut(1));
        finds(answered().leaves(1).misses(2, "p1"));
        finds(answered().isCut(1).enters(1, 7, "p2"));
        finds(answered().epoch("two").enters(1, 0, "p2").enters(2, 0, "p1").says(2, 1, 9).gets(1, 9, 2, 1));
    }

    @Test
    void anAuthorThatWasNotToldThatItsOfferIsOpenIsOwedNothing() {
        finds(Story.of(2).claims(2, "o").answers(2, "o", 5));
        finds(Story.of(2).claims(2, "o").answers(2, "o", 5).epoch("two").enters(1, 0, "p2").enters(2, 0, "p1").offers(1, "o"));
    }
}
