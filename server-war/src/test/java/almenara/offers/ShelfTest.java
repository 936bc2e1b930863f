package almenara.offers;

import static org.junit.jupiter.api.Assertions.assertEquals;

import almenara.messages.Offer;
import almenara.tables.HandClock;
import almenara.tables.MemoryTable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ShelfTest {

    private static final Place ONE = new Place("room", "one");
    private static final Place TWO = new Place("room", "two");

    private final HandClock clock = new HandClock();
    private final Claims claims = new Claims(new MemoryTable(clock), OfferTableContract.LIMITS, clock);
    private final Shelf shelf = new Shelf(claims);

    private static Map<String, String> entries(Place... places) {
        Map<String, String> entries = new HashMap<>();
        for (Place place : places) {
            entries.put(place.key(), new Offer(place.offer(), "ann", "", "192.0.2", 0, "1").encode());
            entries.put(Claims.PREFIX + place.key(), "claimed bob");
        }
        return entries;
    }

    private Set<String> offers() {
        return shelf.of("room").stream().map(Offer::id).collect(Collectors.toSet());
    }

    private String seen() {
        return offers().size() + " offers, " + claims.open("room", "bob") + " claimed";
    }

    @Test
    void whoLooksWhileEverythingIsToldAnewMissesNeitherOfferNorClaim() {
        shelf.reset(entries(ONE, TWO));
        List<String> seen = new ArrayList<>();
        shelf.reset(new HashMap<>(entries(ONE, TWO)) {
            private static final long serialVersionUID = 1L;

            @Override
            public void forEach(BiConsumer<? super String, ? super String> action) {
                super.forEach((key, value) -> {
                    seen.add(seen());
                    action.accept(key, value);
                });
            }
        });
        assertEquals(List.of("2 offers, 2 claimed"), seen.stream().distinct().toList());
    }

    @Test
    void whatIsNotToldAnewIsGone() {
        shelf.reset(entries(ONE, TWO, new Place("other", "three")));
        shelf.reset(entries(TWO));
        assertEquals(Set.of("two"), offers());
        assertEquals(Set.of("room"), shelf.rooms());
        assertEquals(List.of(Claims.PREFIX + TWO.key()), claims.keys().toList());
        assertEquals(true, claims.mayBeFree(ONE));
        assertEquals(false, claims.mayBeFree(TWO));
    }
}
