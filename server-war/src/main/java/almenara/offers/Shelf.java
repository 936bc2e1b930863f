package almenara.offers;

import almenara.messages.Offer;
import almenara.tables.Table;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The offers of all rooms as this node has read them in the table, and the claims with them. */
final class Shelf implements Table.Watcher {

    private final Claims claims;
    private final Map<String, Map<String, Offer>> rooms = new ConcurrentHashMap<>();

    Shelf(Claims claims) {
        this.claims = claims;
    }

    Collection<Offer> of(String room) {
        return rooms.getOrDefault(room, Map.of()).values();
    }

    Set<String> rooms() {
        return rooms.keySet();
    }

    @Override
    public void read(String key, String value) {
        if (key.startsWith(Claims.PREFIX)) {
            Claims.place(key);
        } else {
            Place.parse(key);
            Offer.decode(value);
        }
    }

    /** What is there goes on being there: who looks meanwhile misses no offer, and finds none free that is claimed. */
    @Override
    public void reset(Map<String, String> entries) {
        entries.forEach(this::stored);
        rooms.forEach((room, offers) -> offers.keySet().stream().map(offer -> new Place(room, offer).key()).filter(key -> !entries.containsKey(key)).forEach(this::gone));
        claims.keys().filter(key -> !entries.containsKey(key)).forEach(claims::gone);
    }

    @Override
    public void stored(String key, String value) {
        if (key.startsWith(Claims.PREFIX)) {
            claims.stored(key, value);
            return;
        }
        rooms.compute(Place.parse(key).room(), (room, offers) -> {
            Map<String, Offer> all = offers == null ? new ConcurrentHashMap<>() : offers;
            Offer offer = Offer.decode(value);
            all.put(offer.id(), offer);
            return all;
        });
    }

    @Override
    public void gone(String key) {
        if (key.startsWith(Claims.PREFIX)) {
            claims.gone(key);
            return;
        }
        Place place = Place.parse(key);
        rooms.computeIfPresent(place.room(), (room, offers) -> {
            offers.remove(place.offer());
            return offers.isEmpty() ? null : offers;
        });
    }
}
