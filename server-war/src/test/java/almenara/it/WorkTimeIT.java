package almenara.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import almenara.pow.Action;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;

/** How long a node that asks for work lets a connection do it. */
@ArquillianTest
class WorkTimeIT {

    private static final int QUOTE_SECONDS = 10;
    private final String room = Server.room();

    @Deployment(testable = false)
    static WebArchive almenara() {
        return Wars.almenara("pow-effort=64", "join-seconds=1", "pow-quote-seconds=" + QUOTE_SECONDS, "drain-seconds=0");
    }

    @Test
    void whoIsDoingTheWorkForItsJoinIsNotThrownOutAndMayJoinAfterwards() {
        try (Client worker = Client.connect(room); Client idler = Client.connect(room)) {
            String quote = worker.refused("price", "'type':'join'").getString("quote");
            assertEquals(4408, idler.closeCode());
            assertFalse(worker.isClosed());
            String body = Server.object("'type':'join','ref':1000");
            worker.say(Payments.frame(Payments.pay(quote, Payments.binding(Action.JOIN, room, "", body)), body));
            worker.accept(worker.answer(1000));
        }
    }

    @Test
    void whoNeverPaysIsClosedWhenTheQuoteHasEndedThoughItAsksAgain() {
        long began = System.nanoTime();
        try (Client client = Client.connect(room)) {
            client.refused("price", "'type':'join'");
            client.refused("price", "'type':'join'");
            assertEquals(4408, client.closeCode());
            double took = (System.nanoTime() - began) / 1e9;
            assertTrue(took > QUOTE_SECONDS && took < QUOTE_SECONDS + 4, () -> "took " + took + " s");
        }
    }

    @Test
    void aStreamThatWasNotPaidForEndsAsBeforeForItCanNotPayAnyMore() {
        try (EventStream stream = EventStream.open(room)) {
            long began = System.nanoTime();
            assertEquals("price", stream.next("refused").data().getString("code"));
            assertEquals(4408, stream.next("closed").data().getInt("code"));
            assertTrue(System.nanoTime() - began < QUOTE_SECONDS * 1e9 / 2);
        }
    }
}
