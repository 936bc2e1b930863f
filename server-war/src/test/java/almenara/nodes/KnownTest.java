package almenara.nodes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import almenara.tables.MemoryTable;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The bounds of the table, and what it makes of crowds. */
class KnownTest {

    private static final Rules.Bounds BOUNDS = new Rules.Bounds(10, 4, 6, 2);

    private final World world = new World(3);
    private final MemoryTable table = new MemoryTable(world.clock);
    private final Known known = new Known(table, new Rules(Set.of(), new Reach(List.of(), Set.of(443)), BOUNDS, World.TIMES), world.clock, new Random(3));

    private Sighting seen(String network, String url) {
        return new Sighting(world.record(world.key(), url, 0), network, 0, world.clock.millis());
    }

    private Verdict add(String network, int number) {
        return known.add(seen(network, "https://" + network + '-' + number + ".example/"));
    }

    private long of(String network) {
        return known.listed().stream().filter(each -> each.network().equals(network)).count();
    }

    @Test
    void aNetworkHasFourPlacesAndNotFive() {
        for (int i = 0; i < 4; i++) {
            assertEquals(Verdict.VERIFIED, add("a", i));
        }
        assertEquals(Verdict.CROWDED, add("a", 4));
        assertEquals(Verdict.VERIFIED, add("b", 0));
        assertEquals(5, table.size());
    }

    @Test
    void allHaveTenPlacesAndTheLargestCrowdGivesWayToThoseWhoAreFew() {
        for (String network : List.of("a", "b")) {
            for (int i = 0; i < 4; i++) {
                add(network, i);
            }
        }
        add("c", 0);
        assertEquals(Verdict.VERIFIED, add("c", 1));
        assertEquals(10, known.listed().size());
        assertEquals(Verdict.VERIFIED, add("d", 0));
        assertEquals(Verdict.VERIFIED, add("e", 0));
        assertEquals(10, known.listed().size());
        assertEquals(6, of("a") + of("b"));
        assertEquals(2, of("c"));
        assertEquals(10, table.size(), "in the cluster's table as well");
    }

    @Test
    void oneMoreOfTheSameHasNoRoomWhereAllAreAlike() {
        for (int i = 0; i < 10; i++) {
            assertEquals(Verdict.VERIFIED, add("n" + i, 0));
        }
        assertEquals(Verdict.CROWDED, add("n10", 0));
        assertEquals(Verdict.CROWDED, add("n1", 1));
    }

    @Test
    void aKeyIsListedOnceAndAUrlIsListedOnce() {
        Sighting first = seen("a", "https://one.example/");
        known.add(first);
        Sighting moved = new Sighting(NodeRecord.sign(new almenara.keys.SigningKey(new byte[32]), 1, first.record().content()), "b", 0, world.clock.millis());
        assertEquals(Verdict.VERIFIED, known.add(moved));
        assertEquals(List.of(moved), known.listed(), "the URL has a new key");
        world.clock.advance(Duration.ofSeconds(1));
        Sighting again = new Sighting(moved.record(), "b", 0, world.clock.millis());
        assertEquals(Verdict.VERIFIED, known.add(again));
        assertEquals(List.of(again), known.listed());
        assertEquals(1, table.size());
    }

    @Test
    void whatIsListedAgainNeedsNoNewPlace() {
        for (int i = 0; i < 4; i++) {
            add("a", i);
        }
        Sighting one = known.listed().getFirst();
        assertEquals(Verdict.VERIFIED, known.add(new Sighting(one.record(), "a", 0, world.clock.millis() + 1)));
        assertEquals(4, known.listed().size());
    }

    @Test
    void aSampleHasAtMostTwoOfANetworkAndSixInAll() {
        for (int i = 0; i < 4; i++) {
            add("a", i);
        }
        add("b", 0);
        add("c", 0);
        Set<String> ever = new HashSet<>();
        for (int i = 0; i < 200; i++) {
            List<Sighting> sample = Sample.of(known.listed(), BOUNDS, world.random);
            assertEquals(4, sample.size());
            assertEquals(2, sample.stream().filter(each -> each.network().equals("a")).count());
            sample.forEach(each -> ever.add(each.url().text()));
        }
        assertEquals(6, ever.size(), "each has its turn");
        List.of("d", "e", "f", "g").forEach(network -> add(network, 0));
        assertEquals(6, Sample.of(known.listed(), BOUNDS, world.random).size());
        Set<String> networks = Sample.of(known.listed(), BOUNDS, world.random).stream().map(Sighting::network).collect(Collectors.toSet());
        assertEquals(6, networks.size(), "one of each network before a second of any");
    }

    @Test
    void aSampleOfNothingIsEmpty() {
        assertTrue(Sample.of(List.of(), BOUNDS, world.random).isEmpty());
    }

    @Test
    void whatTheTableHoldsIsReadAsItWasWritten() {
        Sighting sighting = seen("1401", "https://one.example/");
        assertEquals(sighting.text(), Sighting.of(sighting.text()).text());
        assertEquals(sighting.record().content(), Sighting.of(sighting.text()).record().content());
    }

    @Test
    void fourOfThoseThatWereNotSeenInTimeAreLookedFor() {
        for (int i = 0; i < 6; i++) {
            add("n" + i, 0);
        }
        world.clock.advance(World.TIMES.verify().plusMinutes(1));
        assertEquals(List.of(), known.lost());
        world.clock.advance(Duration.ofMillis(1));
        add("late", 0);
        assertEquals(Known.LOST, known.lost().size());
        Set<String> drawn = new HashSet<>();
        for (int i = 0; i < 50; i++) {
            known.lost().forEach(key -> drawn.add(Item.base64(key)));
        }
        assertEquals(6, drawn.size(), "each has its chance, and who was seen is not lost");
    }
}
