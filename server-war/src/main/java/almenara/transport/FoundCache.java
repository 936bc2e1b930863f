package almenara.transport;

import almenara.dht.krpc.NodeId;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** What was found lately, and what is being looked for: an item that many ask for is looked up once. Bounded; what was asked for first goes first. */
final class FoundCache {

    /** Keys that are remembered, some 1.2 kB each at most. */
    static final int MOST = 1024;

    private final Duration fresh;
    private final LongSupplier nanos;
    private final Map<NodeId, CompletableFuture<Known>> entries = new LinkedHashMap<>();

    private record Known(Optional<Found> item, long at) {
    }

    /** What was found is given for so long; {@code nanos} tells nanoseconds. */
    FoundCache(Duration fresh, LongSupplier nanos) {
        this.fresh = fresh;
        this.nanos = nanos;
    }

    /** What is known of that key, or comes of looking it up. */
    synchronized CompletableFuture<Optional<Found>> get(NodeId target, Supplier<CompletableFuture<Optional<Found>>> lookUp) {
        CompletableFuture<Known> known = entries.get(target);
        if (known == null || !isGood(known)) {
            known = lookUp.get().thenApply(found -> new Known(found, nanos.getAsLong()));
            add(target, known);
        }
        return known.thenApply(Known::item);
    }

    private boolean isGood(CompletableFuture<Known> known) {
        return !known.isDone() || !known.isCompletedExceptionally() && nanos.getAsLong() - known.join().at() < fresh.toNanos();
    }

    /** That item was put there. Where a newer one is known already, its put has overtaken this one. */
    synchronized void put(NodeId target, Found item) {
        Optional<Found> present = Optional.ofNullable(entries.get(target)).filter(known -> known.isDone() && isGood(known)).flatMap(known -> known.join().item());
        if (present.filter(other -> other.seq() > item.seq()).isEmpty()) {
            add(target, CompletableFuture.completedFuture(new Known(Optional.of(item), nanos.getAsLong())));
        }
    }

    private void add(NodeId target, CompletableFuture<Known> known) {
        entries.remove(target);
        if (entries.size() >= MOST) {
            Iterator<NodeId> eldest = entries.keySet().iterator();
            eldest.next();
            eldest.remove();
        }
        entries.put(target, known);
    }
}
