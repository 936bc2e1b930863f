package almenara.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import almenara.signaling.Channel.Closing;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PollingConnectionTest extends PollingClient {

    @Test
    void whoAsksIsAnsweredAsSoonAsThereIsSomethingToSay() {
        polls();
        assertEquals(List.of(), answers);
        says("4a", "4b");
        assertEquals(List.of("4a\u001e4b"), answers);
        says("4c");
        assertEquals(1, answers.size());
        polls();
        assertEquals("4c", answers.getLast());
    }

    @Test
    void packetsOfABodyAreHeardInTheirOrder() {
        session.said("4a\u001e4b");
        run();
        assertEquals(List.of("4a", "4b"), heard);
    }

    @Test
    void whatWaitsForAClientThatDoesNotAskIsBounded() {
        IntStream.range(0, 11).forEach(each -> says("x".repeat(90)));
        polls();
        assertTrue(connections.find("key").isPresent());
        assertEquals(180 + 1, answers.getFirst().length());
        polls();
        IntStream.range(0, 40).forEach(each -> says("x".repeat(90)));
        assertFalse(connections.find("key").isPresent());
        assertEquals("end", heard.getLast());
    }

    @Test
    void whoAsksAgainBeforeItIsAnsweredTakesThePlaceOfItsFirstQuestion() {
        polls();
        polls();
        assertEquals(List.of("6"), answers);
        says("4a");
        assertEquals(List.of("6", "4a"), answers);
    }

    @Test
    void whoIsNotAnsweredForLongIsToldThatThereIsNothing() {
        polls();
        session.check(in(0.5));
        assertEquals(List.of(), answers);
        session.check(in(1.1));
        assertEquals(List.of("6"), answers);
    }

    @Test
    void whoDoesNotAskAgainHasGone() {
        session.check(in(1.5));
        run();
        assertTrue(connections.find("key").isPresent());
        session.check(in(2.1));
        run();
        assertEquals(Optional.empty(), connections.find("key"));
        assertEquals("end", heard.getLast());
        assertEquals(1, heard.stream().filter("end"::equals).count());
    }

    @Test
    void whoIsClosedIsToldSoWhereItAsks() {
        polls();
        says("4a");
        polls();
        session.close(Closing.DRAINED);
        run();
        assertEquals(List.of("4a", "1"), answers);
        assertTrue(connections.isEmpty());
    }

    @Test
    void whoAsksAfterTheEndIsAnsweredAtOnce() {
        session.close(Closing.DRAINED);
        run();
        polls();
        polls();
        assertEquals(List.of("1", "6"), answers);
    }

    @Test
    void whoIsClosedWhileItsQueueIsFullIsGone() {
        IntStream.range(0, 2 + 10).forEach(each -> says("x".repeat(90)));
        assertTrue(connections.find("key").isPresent());
        session.close(Closing.DRAINED);
        run();
        assertTrue(connections.isEmpty());
        assertEquals("end", heard.getLast());
    }

    @Test
    void whatIsHandedOverCountsWhereItGoesOut() {
        says("4a");
        assertEquals(0, shared.usage().sent().sum());
    }
}
