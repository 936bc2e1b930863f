package almenara.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import almenara.pow.Verdict;
import almenara.signaling.Tally;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SendQueueTest {

    private static final int MESSAGES = 4;
    private static final int BYTES = 100;

    private static final TransportLimits.Queue LIMITS = new TransportLimits.Queue(MESSAGES, BYTES);

    private final List<String> written = Collections.synchronizedList(new ArrayList<>());
    private final List<Runnable> sent = Collections.synchronizedList(new ArrayList<>());
    private final AtomicInteger delivered = new AtomicInteger();
    private final LongAdder bytes = new LongAdder();
    private final Tally tally = new Tally() {
        @Override
        public void count(What what) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void paid(Verdict verdict) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void delivered(long nanos) {
            delivered.incrementAndGet();
        }
    };
    /** Of a socket that takes one text and is slow. */
    private final SendQueue slow = new SendQueue(SendQueue.Bounds.oneByOne(LIMITS), (text, done) -> {
        written.add(text);
        sent.add(done);
    }, tally, bytes);

    private SendQueue few(int texts, int most) {
        return new SendQueue(new SendQueue.Bounds(LIMITS, texts, most), (text, done) -> {
            written.add(text);
            sent.add(done);
        }, tally, bytes);
    }

    private void goOn() {
        sent.removeFirst().run();
    }

    @Test
    void asManyTextsAreOnTheirWayAsTheBoundSaysAndNotOneMore() {
        SendQueue queue = few(2, BYTES);
        List.of("a", "b", "c", "d").forEach(queue::offer);
        assertEquals(List.of("a", "b"), written);
        goOn();
        assertEquals(List.of("a", "b", "c"), written);
    }

    @Test
    void asManyBytesAreOnTheirWayAsTheBoundSaysAndNotOneMore() {
        SendQueue queue = few(3, 4);
        List.of("aaa", "b", "c").forEach(queue::offer);
        assertEquals(List.of("aaa", "b"), written);
        goOn();
        assertEquals(List.of("aaa", "b", "c"), written);
    }

    @Test
    void whatIsLargerThanTheBoundOfTheWayGoesAloneAndThoseBehindItTogether() {
        SendQueue queue = few(3, 4);
        List.of("large", "a", "b").forEach(queue::offer);
        assertEquals(List.of("large"), written);
        goOn();
        assertEquals(List.of("large", "a", "b"), written);
    }

    @Test
    void theEndComesWhenTheLastOfThoseOnTheirWayHasGoneOut() {
        AtomicInteger ends = new AtomicInteger();
        SendQueue queue = few(3, BYTES);
        List.of("a", "b").forEach(queue::offer);
        queue.closeAfter(ends::incrementAndGet);
        goOn();
        assertEquals(0, ends.get());
        goOn();
        assertEquals(1, ends.get());
    }

    @Test
    void whatIsHandedOverCountsInBytesOfUtf8AndWhatWaitsNotYet() {
        slow.offer("aä");
        slow.offer("waits");
        assertEquals(3, bytes.sum());
        goOn();
        assertEquals(8, bytes.sum());
    }

    @Test
    void oneByOneTheNextGoesWhenTheLastHasGoneOut() {
        slow.offer("a");
        slow.offer("b");
        slow.offer("c");
        assertEquals(List.of("a"), written);
        goOn();
        assertEquals(List.of("a", "b"), written);
        goOn();
        goOn();
        assertEquals(List.of("a", "b", "c"), written);
        slow.offer("d");
        assertEquals(List.of("a", "b", "c", "d"), written);
        assertEquals(4, delivered.get());
    }

    @Test
    void asManyMessagesWaitAsTheBoundSaysAndNotOneMore() {
        assertTrue(slow.offer("on its way"));
        for (int i = 0; i < MESSAGES; i++) {
            assertTrue(slow.offer("x"), "message " + i);
        }
        assertFalse(slow.offer("x"));
    }

    @Test
    void asManyBytesWaitAsTheBoundSaysAndNotOneMore() {
        assertTrue(slow.offer("on its way"));
        assertTrue(slow.offer("é".repeat(BYTES / 2)));
        assertFalse(slow.offer("x"));
    }

    @Test
    void whatIsLargerThanTheBoundIsNotKept() {
        assertTrue(new SendQueue(SendQueue.Bounds.oneByOne(LIMITS), (text, done) -> { }, tally, bytes).offer("x".repeat(BYTES)));
        assertFalse(slow.offer("x".repeat(BYTES + 1)));
    }

    @Test
    void whatHasGoneOutMakesRoom() {
        for (int i = 0; i < 10 * MESSAGES; i++) {
            assertTrue(slow.offer("x".repeat(BYTES)));
            goOn();
        }
    }

    @Test
    void afterAnOverflowNothingIsKeptAndNothingGoesOut() {
        IntStream.rangeClosed(0, MESSAGES + 1).forEach(i -> slow.offer("m" + i));
        assertTrue(slow.offer("late"), "what is closed takes everything and keeps nothing");
        goOn();
        assertEquals(List.of("m0"), written);
    }

    @Test
    void theEndComesAfterWhatWaits() {
        List<String> ends = new ArrayList<>();
        slow.offer("a");
        slow.offer("b");
        slow.closeAfter(() -> ends.add("end"));
        slow.closeAfter(() -> ends.add("again"));
        slow.offer("late");
        goOn();
        assertEquals(List.of(), ends);
        goOn();
        assertEquals(List.of("end"), ends);
        assertEquals(List.of("a", "b"), written);
    }

    @Test
    void theEndOfAnEmptyQueueComesAtOnce() {
        AtomicInteger ends = new AtomicInteger();
        slow.closeAfter(ends::incrementAndGet);
        assertEquals(1, ends.get());
    }

    @Test
    void nothingGoesOutWhileItPauses() {
        slow.pause();
        slow.offer("a");
        assertEquals(List.of(), written);
        slow.resume();
        assertEquals(List.of("a"), written);
    }

    @Test
    void aSocketThatIsDoneAtOnceDoesNotNestItsCalls() {
        int many = 100_000;
        SendQueue queue = new SendQueue(SendQueue.Bounds.fewAtOnce(new TransportLimits.Queue(many, Integer.MAX_VALUE)), (text, done) -> {
            written.add(text);
            done.run();
        }, tally, bytes);
        queue.pause();
        for (int i = 0; i < many; i++) {
            queue.offer(Integer.toString(i));
        }
        queue.resume();
        assertEquals(many, written.size());
    }

    @Test
    void orderHoldsForEachOfManyThreads() throws InterruptedException {
        int threads = 4;
        int each = 5_000;
        SendQueue queue = new SendQueue(SendQueue.Bounds.oneByOne(new TransportLimits.Queue(threads * each, Integer.MAX_VALUE)), (text, done) -> {
            written.add(text);
            Thread.startVirtualThread(done);
        }, tally, bytes);
        List<Thread> all = IntStream.range(0, threads).mapToObj(name -> Thread.startVirtualThread(() -> IntStream.range(0, each)
                .forEach(number -> assertTrue(queue.offer(name + ":" + number))))).toList();
        for (Thread thread : all) {
            thread.join();
        }
        java.util.concurrent.CountDownLatch end = new java.util.concurrent.CountDownLatch(1);
        queue.closeAfter(end::countDown);
        end.await();
        assertEquals(threads * each, written.size());
        for (int name = 0; name < threads; name++) {
            String mine = name + ":";
            assertEquals(IntStream.range(0, each).mapToObj(number -> mine + number).toList(), written.stream().filter(text -> text.startsWith(mine)).toList());
        }
    }
}
