package almenara.nodes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import almenara.messages.Refusal;
import almenara.nodes.World.Honest;
import almenara.nodes.World.Site;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a flood of announcements does to nodes that do not lie, and to servers that are none. */
class FloodTest {

    private static final String A = "https://a.example/";
    private static final String B = "https://b.example/";
    private static final int NAMES = 8;

    private final World world = new World(6);
    private final Honest a = world.honest(A, "20.1.0.1", B);

    /** Somebody tells of many URLs that lead to one address, over and over. */
    private int[] flood(String prefix, String address, int minutes) {
        int[] asked = {0};
        List<Item> records = IntStream.range(0, NAMES).mapToObj(i -> {
            String url = prefix.formatted(i);
            world.put(url, new Site(address) {
                @Override
                long effort() throws VisitFailure {
                    asked[0]++;
                    throw new VisitFailure(Verdict.MALFORMED, "no node");
                }
            });
            return world.record(world.key(), url, 0).item();
        }).toList();
        for (int i = 0; i < minutes; i++) {
            records.forEach(a.mesh::announced);
            world.minutes(1);
        }
        return asked;
    }

    @Test
    void aListedNodeIsSeenInTimeWhoeverNamesItsAddress() {
        world.honest(B, "20.2.0.1");
        world.minutes(2);
        flood("https://b.example/x%d/", "20.2.0.1", 75);
        assertEquals(List.of(B), a.lists());
    }

    @Test
    void aSeedIsSeenHoweverLateItComesAndWhoeverNamesItsAddress() {
        flood("https://b.example/x%d/", "20.2.0.1", 5);
        world.honest(B, "20.2.0.1");
        flood("https://b.example/x%d/", "20.2.0.1", 35);
        assertEquals(List.of(B), a.lists());
    }

    @Test
    void aServerThatIsNoNodeIsAskedLessAndLessUnderHoweverManyNames() {
        int[] asked = flood("https://n%d.example/", "20.9.0.1", 110);
        assertTrue(asked[0] >= 5 && asked[0] <= 8, () -> asked[0] + " times in 110 minutes");
    }

    @Test
    void whatNeverAnswersIsForgotten() {
        a.mesh.announced(world.record(world.key(), "https://nobody.example/", 0).item());
        world.minutes(2);
        assertEquals(2, a.mesh.figures().known(), "the seed, and it");
        world.minutes(38);
        assertEquals(1, a.mesh.figures().known());
    }

    @Test
    void aServerLooksAtSoManyAnnouncementsAtOnceOfAllAddressesTogether() {
        Item item = world.record(world.key(), "https://nobody.example/", 0).item();
        for (int i = 0; i < Mesh.ANNOUNCEMENTS; i++) {
            assertTrue(a.mesh.announced(item));
        }
        Refusal refusal = assertThrows(Refusal.class, () -> a.mesh.announced(item));
        assertEquals(Refusal.Code.OVERLOADED, refusal.code());
        world.clock.advance(Duration.ofMillis(99));
        assertThrows(Refusal.class, () -> a.mesh.announced(item));
        world.clock.advance(Duration.ofMillis(1));
        assertTrue(a.mesh.announced(item));
    }

    @Test
    void whatOneServerTellsTheOthersWaitsForTheRoundOfTheOneThatVisits() {
        a.mesh.announced(world.record(world.key(), "https://nobody.example/", 0).item());
        assertEquals(0, a.mesh.figures().known());
        world.rounds(1, Duration.ofSeconds(10));
        assertEquals(2, a.mesh.figures().known());
    }
}
