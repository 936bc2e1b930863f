package almenara.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import almenara.dht.krpc.NodeId;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class FoundCacheTest {

    private static final Duration FRESH = Duration.ofSeconds(5);

    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);
    private final FoundCache cache = new FoundCache(FRESH, nanos::get);
    private final Random random = new Random(1);
    private final NodeId target = NodeId.random(random);
    private int looked;

    private static Found found(long seq) {
        return new Found(seq, new byte[64], new byte[] {'0', ':'});
    }

    private long get(NodeId key) {
        return cache.get(key, () -> CompletableFuture.completedFuture(Optional.of(found(++looked)))).join().orElseThrow().seq();
    }

    @Test
    void whatIsBeingLookedForIsNotLookedForAgain() {
        CompletableFuture<Optional<Found>> search = new CompletableFuture<>();
        CompletableFuture<Optional<Found>> one = cache.get(target, () -> search);
        nanos.addAndGet(10 * FRESH.toNanos());
        CompletableFuture<Optional<Found>> other = cache.get(target, () -> {
            throw new AssertionError("again");
        });
        search.complete(Optional.empty());
        assertTrue(one.join().isEmpty() && other.join().isEmpty());
        nanos.addAndGet(FRESH.toNanos() - 1);
        assertTrue(cache.get(target, CompletableFuture::new).isDone(), "it is fresh from when it was found");
        nanos.incrementAndGet();
        assertEquals(1, get(target));
    }

    @Test
    void whatHasFailedIsLookedForAgain() {
        CompletableFuture<Optional<Found>> failed = cache.get(target, () -> CompletableFuture.failedFuture(new IllegalStateException("no")));
        assertThrows(CompletionException.class, failed::join);
        assertEquals(1, get(target));
    }

    @Test
    void whatWasPutIsKnownAlsoWhenALookUpFromBeforeEndsLater() {
        CompletableFuture<Optional<Found>> search = new CompletableFuture<>();
        cache.get(target, () -> search);
        cache.put(target, found(9));
        search.complete(Optional.of(found(8)));
        assertEquals(9, get(target));
        assertEquals(0, looked);
    }

    @Test
    void ofTwoThatWerePutTheNewerIsKnownWhicheverWasSettledLast() {
        cache.put(target, found(9));
        cache.put(target, found(8));
        assertEquals(9, get(target));
        nanos.addAndGet(FRESH.toNanos());
        cache.put(target, found(8));
        assertEquals(8, get(target), "of what is not fresh any more nobody knows whether it is still there");
    }

    @Test
    void soManyKeysAreKnownAndOfMoreTheOldestIsForgotten() {
        get(target);
        for (int i = 1; i < FoundCache.MOST; i++) {
            get(NodeId.random(random));
        }
        assertEquals(1, get(target));
        get(NodeId.random(random));
        assertEquals(FoundCache.MOST + 2, get(target), "it was the first of one too many");
    }
}
