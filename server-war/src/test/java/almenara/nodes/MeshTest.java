package almenara.nodes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import almenara.nodes.World.Honest;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** How clusters find each other, and stay found. */
class MeshTest {

    private static final String A = "https://a.example/";
    private static final String B = "https://b.example/";
    private static final String C = "https://c.example/";

    private final World world = new World(1);

    @Test
    void twoNodesFindEachOtherByTheSeedOfOne() {
        Honest a = world.honest(A, "20.1.0.1", B);
        Honest b = world.honest(B, "20.2.0.1");
        assertEquals(List.of(), a.lists());
        world.minutes(2);
        assertEquals(List.of(B), a.lists());
        assertEquals(List.of(A), b.lists());
        assertEquals(b.mesh.item().orElseThrow().name(), a.mesh.sample().getFirst().record().item().name());
        assertEquals(List.of("stun"), a.mesh.sample().getFirst().record().content().capabilities());
    }

    @Test
    void twoWithOneSeedHearOfEachOther() {
        Honest a = world.honest(A, "20.1.0.1", B);
        world.honest(B, "20.2.0.1");
        Honest c = world.honest(C, "20.3.0.1", B);
        world.minutes(25);
        assertEquals(List.of(B, C), a.lists());
        assertEquals(List.of(A, B), c.lists());
        assertEquals(2, a.mesh.figures().known());
    }

    @Test
    void thoseWhoKnowEachOtherRankThemselvesAndTheOthersInOneOrder() {
        Honest a = world.honest(A, "20.1.0.1", B, C);
        Honest b = world.honest(B, "20.2.0.1", A, C);
        assertEquals(List.of(), a.mesh.ranked(new byte[Ranking.KEY], 3), "before it has a record");
        world.honest(C, "20.3.0.1");
        world.minutes(2);
        for (byte first = 0; first < 10; first++) {
            byte[] key = new byte[Ranking.KEY];
            key[0] = first;
            List<String> ranked = ranked(a, key, 3);
            assertEquals(List.of(A, B, C), ranked.stream().sorted().toList());
            assertEquals(ranked, ranked(b, key, 3));
            assertEquals(ranked.subList(0, 2), ranked(a, key, 2));
        }
    }

    private static List<String> ranked(Honest node, byte[] key, int most) {
        return node.mesh.ranked(key, most).stream().map(each -> each.url().text()).toList();
    }

    @Test
    void aNodeIsSeenAgainEveryTenMinutesOrSoAndNotMoreOften() {
        world.honest(A, "20.1.0.1", B);
        world.put(B, new Silent(world.key()));
        world.minutes(60);
        long visits = world.visited.stream().filter(World.url(B)::equals).count();
        assertTrue(visits >= 6 && visits <= 8, () -> visits + " visits in an hour");
    }

    /** A node that proves its key and goes nowhere itself. */
    private class Silent extends World.Site {
        private final almenara.keys.SigningKey key;

        Silent(almenara.keys.SigningKey key) {
            super("20.2.0.1");
            this.key = key;
        }

        @Override
        Web.Answer prove(byte[] nonce) {
            return new Web.Answer(world.record(key, B, effort).item(), KeyProof.sign(key, nonce, World.url(B)));
        }
    }

    @Test
    void aNodeThatDoesNotAnswerStaysListedUntilItWasNotSeenForTooLong() {
        Honest a = world.honest(A, "20.1.0.1", B);
        world.honest(B, "20.2.0.1");
        world.minutes(2);
        world.sites.remove(World.url(B));
        world.minutes(55);
        assertEquals(List.of(B), a.lists());
        world.minutes(10);
        assertEquals(List.of(), a.lists());
        a.table.expire();
        assertEquals(3, a.table.size(), "its record, its effort, and how many it has heard of");
        assertTrue(world.counted(Verdict.UNREACHABLE) <= 10, "it is tried less and less");
    }

    @Test
    void aClusterIsOneNodeWhoseServersHaveOneRecordAndOneOfThemVisits() {
        Honest b = world.honest(B, "20.2.0.1");
        world.rounds(1, Duration.ofSeconds(1));
        Honest first = world.honest(A, "20.1.0.1", B);
        Honest second = world.beside(first, "b", B);
        world.minutes(2);
        assertEquals(first.mesh.item(), second.mesh.item());
        assertEquals(List.of(B), first.lists());
        assertEquals(List.of(B), second.lists(), "what one has seen all know");
        assertEquals(List.of(A), b.lists());
        assertEquals(1, world.visited.stream().filter(World.url(B)::equals).count());
        assertEquals(1, second.mesh.figures().known());
    }

    @Test
    void anotherServerGoesOnWhenTheOneThatVisitedDies() {
        Honest first = world.honest(A, "20.1.0.1", B);
        Honest second = world.beside(first, "b", B);
        world.honest(B, "20.2.0.1");
        world.minutes(2);
        long seq = second.mesh.item().orElseThrow().seq();
        Honest leader = first.view.leads("nodes") ? first : second;
        Honest other = leader == first ? second : first;
        first.cluster.die(leader.view.self());
        world.sites.values().remove(leader);
        world.minutes(70);
        assertEquals(List.of(B), other.lists());
        assertTrue(other.mesh.item().orElseThrow().seq() > seq, "the record is signed anew");
    }

    @Test
    void theRecordTellsTheEffortOfTheDearestServerAndIsSignedAnewWhenItChanges() throws VisitFailure {
        Honest first = world.honest(A, "20.1.0.1");
        Honest second = world.beside(first, "b");
        second.effort = 2 * World.EFFORT;
        world.rounds(2, Duration.ofSeconds(1));
        Item before = first.mesh.item().orElseThrow();
        assertEquals(2 * World.EFFORT, effort(before));
        world.rounds(30, Duration.ofSeconds(1));
        assertEquals(before, first.mesh.item().orElseThrow(), "nothing has changed");
        second.effort = 3 * World.EFFORT;
        world.rounds(2, Duration.ofSeconds(1));
        Item after = first.mesh.item().orElseThrow();
        assertEquals(3 * World.EFFORT, effort(after));
        assertTrue(after.seq() > before.seq());
        first.cluster.die("b");
        world.sites.values().remove(second);
        world.minutes(2);
        first.table.expire();
        world.minutes(1);
        assertEquals(World.EFFORT, effort(first.mesh.item().orElseThrow()), "what it told has ended");
    }

    private long effort(Item item) throws VisitFailure {
        return NodeRecord.read(item, world.clock.millis() / 1000).content().effort();
    }

    @Test
    void aRecordIsRenewedLongBeforeItEnds() throws VisitFailure {
        Honest a = world.honest(A, "20.1.0.1");
        world.minutes(1);
        for (int hour = 0; hour < 5; hour++) {
            world.minutes(60);
            NodeRecord record = NodeRecord.read(a.mesh.item().orElseThrow(), world.clock.millis() / 1000);
            assertTrue(record.content().expiry() > world.clock.millis() / 1000 + 3500);
        }
    }

    @Test
    void anAnnouncementHasToBeARecord() {
        Honest a = world.honest(A, "20.1.0.1");
        Item good = world.record(world.key(), B, 0).item();
        assertTrue(a.mesh.announced(good));
        assertFalse(a.mesh.announced(new Item(good.key(), good.seq() + 1, good.signature(), good.value())));
        world.clock.advance(Duration.ofHours(2));
        assertFalse(a.mesh.announced(good), "it has ended");
    }

    @Test
    void manyNamesForOneAddressAreVisitedLessAndLess() {
        int[] asked = {0};
        world.honest(A, "20.1.0.1", B);
        world.put(B, new Silent(world.key()) {
            @Override
            List<Item> nodes() {
                return IntStream.range(0, 50).mapToObj(i -> world.record(world.key(), "https://n" + i + ".example/", 0).item()).toList();
            }
        });
        for (int i = 0; i < 50; i++) {
            world.put("https://n" + i + ".example/", new World.Site("20.9.0.1") {
                @Override
                long effort() throws VisitFailure {
                    asked[0]++;
                    throw new VisitFailure(Verdict.UNREACHABLE, "nobody is there");
                }
            });
        }
        world.minutes(30);
        assertTrue(asked[0] <= 6 && asked[0] >= 3, () -> asked[0] + " times in half an hour");
    }
}
