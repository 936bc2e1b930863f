package almenara.dialects;

import static org.junit.jupiter.api.Assertions.assertEquals;

import almenara.messages.Entry;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SubscriptionTest {

    private final List<Long> told = new ArrayList<>();
    private final Subscription subscription = new Subscription(this::tell);

    private void tell(String frame) {
        told.add(Long.parseLong(frame.replaceAll("\\D*(\\d+),.*", "$1")));
    }

    private void happens(long... offsets) {
        for (long offset : offsets) {
            subscription.happened(offset, new Entry(Entry.Kind.SIGNAL, "", "", "", "{\"n\":" + offset + "}")).forEach(this::tell);
        }
    }

    @BeforeEach
    void aSubscriberComes() {
        subscription.joined(List.of("other"));
    }

    @Test
    void whatComesBeforeItsOwnWordIsNotToldWheneverItsPlaceIsKnown() {
        happens(3, 4);
        subscription.speaks();
        happens(5);
        subscription.spoke(7);
        happens(6, 7, 8);
        assertEquals(List.of(7L, 8L), told);
    }

    @Test
    void whatHasComeWhenItsOwnPlaceIsKnownIsToldInOrder() {
        subscription.speaks();
        happens(3, 4, 5);
        subscription.settle();
        assertEquals(List.of(), told);
        subscription.spoke(4);
        happens(6);
        assertEquals(List.of(4L, 5L, 6L), told);
    }

    @Test
    void whoSaysNothingIsToldEverything() {
        happens(3, 4);
        subscription.settle();
        subscription.speaks();
        happens(5);
        subscription.spoke(6);
        happens(6);
        assertEquals(List.of(3L, 4L, 5L, 6L), told);
    }

    @Test
    void whoCouldNotPublishIsToldEverything() {
        happens(3);
        subscription.speaks();
        happens(4);
        subscription.refused();
        happens(5);
        assertEquals(List.of(3L, 4L, 5L), told);
    }

    @Test
    void soManyAreHeldBackAndNoMore() {
        long most = Subscription.MOST_HELD;
        subscription.speaks();
        happens(LongStream.range(0, most - 1).toArray());
        assertEquals(List.of(), told);
        happens(most - 1);
        assertEquals(LongStream.range(0, most).boxed().toList(), told);
        happens(most);
        subscription.spoke(most + 1);
        happens(most + 1);
        assertEquals(LongStream.range(0, most + 2).boxed().toList(), told);
    }

    @Test
    void nothingIsToldOfWhatHappensBeforeItIsASubscriber() {
        Subscription early = new Subscription(this::tell);
        assertEquals(List.of(), early.happened(1, new Entry(Entry.Kind.SIGNAL, "", "", "", "{\"n\":1}")));
        early.settle();
        assertEquals(List.of(), told);
    }
}
