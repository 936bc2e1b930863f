package almenara.transport;

import almenara.dht.Client.Stored;
import almenara.dht.Dht;
import almenara.dht.krpc.Fault;
import almenara.dht.store.Item;
import almenara.keys.PublicKey;
import almenara.limits.Rate;
import almenara.messages.Refusal;
import almenara.messages.Refusal.Code;
import almenara.signaling.Asker;
import almenara.signaling.Toll;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Where pages, which have no UDP, get items of the DHT and have theirs put there, under salts of few beginnings. An address has so many of both a minute, the
 * node so many look-ups at a time; a put is paid for. Every future that fails does so with a {@link Refusal}, or by our fault.
 */
public final class DhtDesk {

    private static final long LATER_MILLIS = 1000;

    private final Supplier<Optional<Dht>> dht;
    private final Rules rules;
    private final Quota quota;
    private final Toll toll;
    private final LookUps lookUps;
    private final FoundCache cache;
    private final Set<CompletableFuture<?>> awaited = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    /** What salts begin with, how many look-ups may be under way, how long one may take, and for how long what it has found is given to others. */
    public record Rules(List<String> salts, int lookUps, Duration patience, Duration fresh) {

        public Rules {
            salts = List.copyOf(salts);
        }
    }

    /** How often an address may get and put; in nanoseconds, as {@code nanos} tells them. */
    public record Quota(Rate gets, Rate puts, LongSupplier nanos) {
    }

    /** {@code dht}: none where it is off. */
    public DhtDesk(Supplier<Optional<Dht>> dht, Rules rules, Quota quota, Toll toll) {
        this.dht = dht;
        this.rules = rules;
        this.quota = quota;
        this.toll = toll;
        this.lookUps = new LookUps(rules.lookUps());
        this.cache = new FoundCache(rules.fresh(), quota.nanos());
    }

    /** The newest item of that author that is found, if any, for somebody at that address. */
    CompletableFuture<Optional<Found>> get(Item.Author author, long address) {
        Dht ours = ours(author);
        check(quota.gets().delay(address, now()));
        return inTime(cache.get(author.target(), () -> during(address, () -> ours.get(author.target(), author.salt()).thenApply(DhtDesk::found))));
    }

    /** Puts an item that is signed and paid for. Returns how many nodes have taken it. */
    CompletableFuture<Integer> put(DhtJson.Put put, Asker asker) {
        Dht ours = ours(put.item().author());
        long address = asker.origin().address();
        check(quota.puts().due(address, now()));
        return inTime(during(address, () -> {
            toll.chargePut(asker);
            quota.puts().delay(address, now());
            check(put.item());
            return ours.put(put.item(), put.cas()).thenCompose(stored -> settled(ours, put.item(), stored)).thenApply(copies -> {
                cache.put(put.item().target(), Found.of(put.item()));
                return copies;
            });
        }));
    }

    /** The node stops: who still waits hears so, for no look-up ends any more, and nobody else is let in. */
    public void close() {
        closed = true;
        awaited.forEach(each -> each.completeExceptionally(draining()));
    }

    private static Refusal draining() {
        return new Refusal(Code.DRAINING, "this node is being shut down; go to another", LATER_MILLIS);
    }

    private Dht ours(Item.Author author) {
        if (closed) {
            throw draining();
        }
        Dht ours = dht.get().orElseThrow(() -> new Refusal(Code.NO_DHT, "this node is no node of the DHT"));
        String salt = new String(author.salt(), StandardCharsets.UTF_8);
        if (rules.salts().stream().noneMatch(salt::startsWith)) {
            throw new Refusal(Code.FOREIGN_SALT, "salts begin here with one of these: " + String.join(", ", rules.salts()));
        }
        return ours;
    }

    private long now() {
        return quota.nanos().getAsLong();
    }

    private static void check(long delay) {
        if (delay > 0) {
            throw new Refusal(Code.TOO_MANY_ITEMS, "this address has had its items of the DHT for now", Duration.ofNanos(delay).toMillis() + 1);
        }
    }

    /** With a key of small order anybody signs. */
    private static void check(Item.Mutable item) {
        try {
            item.check();
        } catch (Fault fault) {
            throw new Refusal(Code.BAD_MESSAGE, fault.getMessage()).asFault();
        }
        if (!new PublicKey(item.author().key()).isSound()) {
            throw new Refusal(Code.BAD_MESSAGE, "what is signed with this key is signed by anybody").asFault();
        }
    }

    /** The look-up counts until it has ended, also when nobody waits for it any more. */
    private <T> CompletableFuture<T> during(long address, Supplier<CompletableFuture<T>> lookUp) {
        lookUps.begin(address);
        try {
            return lookUp.get().whenComplete((result, failure) -> lookUps.end(address));
        } catch (RuntimeException e) {
            lookUps.end(address);
            throw e;
        }
    }

    private static Optional<Found> found(Optional<Item> item) {
        return item.filter(Item.Mutable.class::isInstance).map(each -> Found.of((Item.Mutable) each));
    }

    /** Refused when there is a signed item that outdates ours. Who only says so may lie, so we look. */
    private static CompletableFuture<Integer> settled(Dht ours, Item.Mutable item, Stored stored) {
        if (stored.refusal().isEmpty()) {
            return CompletableFuture.completedFuture(counted(stored));
        }
        Fault fault = stored.refusal().get();
        if (stored.present().isPresent()) {
            throw outdated(fault, stored.present().getAsLong());
        }
        return ours.get(item.target(), item.author().salt()).thenApply(there -> {
            there.filter(Item.Mutable.class::isInstance).map(Item.Mutable.class::cast).filter(other -> outdates(other, item, stored)).ifPresent(other -> {
                throw outdated(fault, other.seq());
            });
            return counted(stored);
        });
    }

    private static boolean outdates(Item.Mutable other, Item.Mutable item, Stored stored) {
        return other.seq() > item.seq() || other.seq() == item.seq() && !other.value().equals(item.value()) || other.seq() < item.seq() && stored.copies() == 0;
    }

    private static Refusal outdated(Fault fault, long seq) {
        return fault.code() == Fault.CAS_MISMATCH ? new Refusal(Code.CAS_MISMATCH, "the item that is there has not the number that cas says", OptionalLong.of(seq))
                : new Refusal(Code.SEQ_TOO_LOW, "the item that is there is newer, or another one with this number", OptionalLong.of(seq));
    }

    private static int counted(Stored stored) {
        if (stored.copies() == 0) {
            throw new Refusal(Code.UNAVAILABLE, "no node of the DHT has taken the item", LATER_MILLIS);
        }
        return stored.copies();
    }

    private <T> CompletableFuture<T> inTime(CompletableFuture<T> lookUp) {
        CompletableFuture<T> end = lookUp.copy().orTimeout(rules.patience().toMillis(), TimeUnit.MILLISECONDS);
        awaited.add(end);
        if (closed) {
            close();
        }
        return end.whenComplete((result, failure) -> awaited.remove(end)).exceptionallyCompose(failure -> CompletableFuture.failedFuture(refusal(failure)));
    }

    private static Throwable refusal(Throwable failure) {
        return switch (HttpCommand.cause(failure)) {
            case TimeoutException late -> new Refusal(Code.TIMED_OUT, "the DHT has not answered in time");
            case Fault fault -> new Refusal(Code.OVERLOADED, fault.getMessage(), LATER_MILLIS);
            case Throwable other -> other;
        };
    }
}
