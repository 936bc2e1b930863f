package almenara.offers;

import almenara.messages.Refusal;
import almenara.tables.Table;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * The leases on offers: {@code claim:{room}/{offer} -> state, holder}. The key is free, or claimed, or held by the author during a refresh, or
 * answered; it stays answered until the offer can't be met any more, so that nobody else gets through.
 */
final class Claims {

    static final String PREFIX = "claim:";
    private static final String CLAIMED = "claimed ";
    private static final String HELD = "held ";
    private static final String ANSWERED = "answered ";

    private final Table table;
    private final OfferLimits limits;
    private final Clock clock;
    private final Map<String, Map<String, Lease>> leases = new ConcurrentHashMap<>();

    private record Lease(String text, long ends) {
    }

    Claims(Table table, OfferLimits limits, Clock clock) {
        this.table = table;
        this.limits = limits;
        this.clock = clock;
    }

    /** True for one caller in the cluster. */
    boolean claim(Place place, String peer) {
        return table.putIfAbsent(key(place), CLAIMED + peer, limits.lease());
    }

    /** True when nobody's claim runs: the author alone has the offer for the length of a lease. */
    boolean hold(Place place, String author) {
        String held = HELD + author;
        return table.putIfAbsent(key(place), held, limits.lease()) || table.replace(key(place), held, held, limits.lease());
    }

    boolean unhold(Place place, String author) {
        return table.remove(key(place), HELD + author);
    }

    /** Ends the lease of that peer. */
    void release(Place place, String peer) {
        if (!table.remove(key(place), CLAIMED + peer)) {
            throw expired();
        }
    }

    /** From now on the offer is the answerer's for good. Saying so again changes nothing. */
    void answer(Place place, String peer) {
        Duration life = limits.longest().plus(limits.lease());
        boolean first = table.replace(key(place), CLAIMED + peer, ANSWERED + peer, life);
        if (!first && !table.get(key(place)).equals(Optional.of(ANSWERED + peer))) {
            throw expired();
        }
    }

    private static Refusal expired() {
        return new Refusal(Refusal.Code.CLAIM_EXPIRED, "you hold no claim on this offer");
    }

    /** True when the offer may be free; only {@link #claim} knows. */
    boolean mayBeFree(Place place) {
        Lease lease = leases.getOrDefault(place.room(), Map.of()).get(place.offer());
        return lease == null || lease.ends() <= clock.millis() && !lease.text().startsWith(ANSWERED);
    }

    /** How many claims the peer holds in the room, unanswered. */
    long open(String room, String peer) {
        long now = clock.millis();
        return leases.getOrDefault(room, Map.of()).values().stream()
                .filter(lease -> lease.ends() > now && lease.text().equals(CLAIMED + peer)).count();
    }

    /** The keys of all leases that this node knows of. */
    Stream<String> keys() {
        return leases.entrySet().stream().flatMap(room -> room.getValue().keySet().stream().map(offer -> key(new Place(room.getKey(), offer))));
    }

    /** The place that a key of a lease is about. */
    static Place place(String key) {
        return Place.parse(key.substring(PREFIX.length()));
    }

    void stored(String key, String text) {
        Place place = place(key);
        Lease lease = new Lease(text, clock.millis() + limits.lease().toMillis());
        leases.compute(place.room(), (room, all) -> {
            Map<String, Lease> leased = all == null ? new ConcurrentHashMap<>() : all;
            leased.put(place.offer(), lease);
            return leased;
        });
    }

    void gone(String key) {
        Place place = place(key);
        leases.computeIfPresent(place.room(), (room, all) -> {
            all.remove(place.offer());
            return all.isEmpty() ? null : all;
        });
    }

    private static String key(Place place) {
        return PREFIX + place.key();
    }
}
