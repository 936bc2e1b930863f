package almenara.offers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import almenara.messages.Offer;
import almenara.messages.Refusal;
import almenara.signaling.Nodes;
import almenara.tables.Crowd;
import almenara.tables.HandClock;
import almenara.tables.MemoryTable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.RepeatedTest;

/** Claims that race on three nodes: at most one holder, at most one answer. */
class ClaimsTest {

    private static final String ROOM = Nodes.ROOM;

    private final HandClock clock = new HandClock();
    private final MemoryTable table = new MemoryTable(clock);
    private final List<OfferTable> nodes = IntStream.range(0, 3).mapToObj(each -> {
        OfferTable offers = new OfferTable(table.beside(), OfferTableContract.LIMITS, clock, new Random(each));
        offers.start();
        return offers;
    }).toList();

    private Offer publish(String author) {
        return nodes.get(0).publish(ROOM, OfferTableContract.draft(author, "", "1"), Duration.ZERO);
    }

    /** True when the command was carried out, false when it was refused. */
    private static boolean done(Runnable command) {
        try {
            command.run();
            return true;
        } catch (Refusal refusal) {
            return false;
        }
    }

    @RepeatedTest(50)
    void neverAreThereTwoHoldersOfOneOffer() throws Exception {
        List<Offer> offers = IntStream.range(0, 12).mapToObj(each -> publish("author" + each)).toList();
        Map<String, String> holders = new ConcurrentHashMap<>();
        AtomicInteger claims = new AtomicInteger();
        Crowd.of(6, thread -> {
            String me = "claimer" + thread;
            for (int number = 0; number < 4; number++) {
                boolean got = done(() -> {
                    Offer offer = nodes.get(thread % 3).claim(ROOM, OfferTableContract.wish(me));
                    assertEquals(null, holders.put(offer.id(), me));
                });
                claims.addAndGet(got ? 1 : 0);
            }
        });
        assertEquals(offers.size(), claims.get());
        assertEquals(offers.size(), holders.size());
    }

    @RepeatedTest(50)
    void anAnswerIsAcceptedOnceHoweverOftenItIsGiven() throws Exception {
        Offer offer = publish("ann");
        nodes.get(1).claim(ROOM, OfferTableContract.wish("bob"));
        AtomicInteger accepted = new AtomicInteger();
        Crowd.of(6, thread -> accepted.addAndGet(done(() -> nodes.get(thread % 3).answer(ROOM, offer.id(), "bob")) ? 1 : 0));
        assertEquals(1, accepted.get());
    }

    @RepeatedTest(50)
    void anOfferIsEitherAnsweredOrWithdrawn() throws Exception {
        Offer offer = publish("ann");
        nodes.get(1).claim(ROOM, OfferTableContract.wish("bob"));
        AtomicInteger ends = new AtomicInteger();
        Crowd.of(4, thread -> {
            OfferTable node = nodes.get(thread % 3);
            boolean done = thread % 2 == 0 ? done(() -> node.answer(ROOM, offer.id(), "bob")) : done(() -> node.withdraw(ROOM, offer.id(), "ann"));
            ends.addAndGet(done ? 1 : 0);
        });
        assertEquals(1, ends.get());
    }

    @RepeatedTest(50)
    void aConsumedOfferIsNeverClaimedAmidARaceOfAnswersAndClaims() throws Exception {
        Offer offer = publish("ann");
        List<String> answered = new ArrayList<>();
        Crowd.of(6, thread -> {
            String me = "claimer" + thread;
            OfferTable node = nodes.get(thread % 3);
            for (int number = 0; number < 10; number++) {
                boolean done = done(() -> {
                    node.claim(ROOM, OfferTableContract.wish(me, offer));
                    if (thread % 2 == 0) {
                        node.release(ROOM, offer.id(), me);
                    } else {
                        node.answer(ROOM, offer.id(), me);
                        synchronized (answered) {
                            answered.add(me);
                        }
                    }
                });
                assertTrue(done || answered.size() <= 1);
            }
        });
        assertTrue(answered.size() <= 1, answered.toString());
        assertEquals(1 - answered.size(), nodes.get(2).count(ROOM));
    }

    @RepeatedTest(50)
    void aRefreshNeverChangesAnOfferUnderAClaim() throws Exception {
        Offer offer = publish("ann");
        List<String> claimed = new ArrayList<>();
        Crowd.of(3, thread -> {
            if (thread == 0) {
                done(() -> nodes.get(0).refresh(ROOM, new Offer(offer.id(), "ann", "", "", 0, "2"), Duration.ZERO));
                return;
            }
            done(() -> {
                String data = nodes.get(thread).claim(ROOM, OfferTableContract.wish("claimer" + thread)).data();
                synchronized (claimed) {
                    claimed.add(data);
                }
            });
        });
        assertTrue(claimed.size() <= 1, claimed.toString());
        if (!claimed.isEmpty()) {
            assertEquals(claimed.get(0), nodes.get(1).withdraw(ROOM, offer.id(), "ann").data());
        }
    }
}
