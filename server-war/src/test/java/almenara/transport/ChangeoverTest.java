package almenara.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import almenara.messages.Refusal;
import almenara.signaling.Channel.Closing;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ChangeoverTest extends PollingClient {

    @Test
    void aClientChangesOverAndNothingIsLost() {
        polls();
        Socket socket = new Socket().says("2probe");
        assertEquals(List.of("3probe"), socket.written);
        assertEquals(List.of("6"), answers);
        says("4a");
        socket.says("5", "4x");
        says("4b");
        assertEquals(List.of("3probe", "4a", "4b"), socket.written);
        assertEquals(List.of("4x"), heard);
        assertEquals(Optional.empty(), connections.find("key"));
        socket.talk().tick();
        assertEquals("tick", heard.getLast());
        socket.end();
        run();
        assertEquals("end", heard.getLast());
    }

    @Test
    void aClientThatFailsToChangeOverGoesOnAsBefore() {
        new Socket().says("2probe").end();
        says("4a");
        polls();
        assertEquals(List.of("4a"), answers);
        Socket second = new Socket().says("2probe", "5");
        says("4b");
        assertEquals(List.of("3probe", "4b"), second.written);
    }

    @Test
    void whoSaysSomethingElseIsClosedAndMayTryAgain() {
        for (String frame : List.of("5", "4x", "2")) {
            assertEquals(1, new Socket().says(frame).closed.size(), frame);
        }
        assertEquals(1, new Socket().says("2probe", "2probe").closed.size());
        assertEquals(List.of(), heard);
        assertEquals(List.of("3probe"), new Socket().says("2probe").written);
    }

    @Test
    void aSessionHasOneWebSocketAtOnceForItCountsAsOneConnection() {
        Socket first = new Socket();
        assertThrows(Refusal.class, Socket::new);
        first.says("2probe");
        assertThrows(Refusal.class, Socket::new);
        first.says("5");
        assertThrows(Refusal.class, Socket::new);
    }

    @Test
    void whoAsksAfterTheChangeIsAnsweredAtOnce() {
        new Socket().says("2probe", "5");
        polls();
        assertEquals(List.of("6"), answers);
    }

    @Test
    void aSessionThatHasEndedDoesNotChangeOver() {
        Socket first = new Socket();
        session.close(Closing.DRAINED);
        run();
        assertEquals(List.of(Closing.NO_FRAMES), first.says("2probe").closed);
        assertThrows(Refusal.class, Socket::new);
    }

    @Test
    void aSessionThatEndsWhileItIsTriedTakesTheWebSocketAlong() {
        Socket socket = new Socket().says("2probe");
        session.close(Closing.DRAINED);
        run();
        assertEquals(List.of(Closing.DONE), socket.says("5").closed);
    }

    @Test
    void aTrialIsOverSoon() {
        Talk trial = new Socket().talk();
        assertFalse(trial.isIdle(in(0.5)));
        assertTrue(trial.isIdle(in(1.1)));
    }

    @Test
    void whatIsClosedAfterTheChangeIsClosedAtTheSocket() {
        Socket socket = new Socket().says("2probe", "5");
        assertFalse(socket.talk().isIdle(in(1.1)));
        session.close(Closing.DRAINED);
        run();
        assertEquals(List.of(Closing.DRAINED), socket.closed);
        assertEquals("1", socket.written.getLast());
    }

    @Test
    void soMuchOfAClientWaitsAtTheSocketAndTheRestIsPassedOver() {
        Socket socket = new Socket().says("2probe", "5");
        List.of("4" + "x".repeat(900), "4" + "y".repeat(900)).forEach(socket::received);
        run();
        assertEquals(1, heard.stream().filter(frame -> frame.startsWith("4")).count());
    }

    @Test
    void whatIsSaidAfterTheChangeCountsOnce() {
        new Socket().says("2probe", "5");
        says("4b");
        assertEquals("3probe4b".length(), shared.usage().sent().sum());
    }
}
