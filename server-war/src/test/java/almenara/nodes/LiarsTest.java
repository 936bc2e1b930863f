package almenara.nodes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import almenara.keys.SigningKey;
import almenara.nodes.Web.Answer;
import almenara.nodes.World.Honest;
import almenara.nodes.World.Site;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A node that lies is not listed, whatever it lies about, and one that begins to lie is listed no more. */
class LiarsTest {

    private static final String A = "https://a.example/";
    private static final String B = "https://b.example/";
    private static final String EVIL = "https://evil.example/";
    private static final String EVIL_ADDRESS = "30.1.0.1";

    private final World world = new World(2);
    private final SigningKey key = world.key();
    private final Honest b = world.honest(B, "20.2.0.1");
    private final Honest a = world.honest(A, "20.1.0.1", EVIL, B);

    private interface Proving {
        Answer prove(byte[] nonce) throws VisitFailure;
    }

    private static Site site(Proving proving) {
        return new Site(EVIL_ADDRESS) {
            @Override
            Answer prove(byte[] nonce) throws VisitFailure {
                return proving.prove(nonce);
            }
        };
    }

    private Answer right(byte[] nonce) {
        return new Answer(world.record(key, EVIL, World.EFFORT).item(), KeyProof.sign(key, nonce, World.url(EVIL)));
    }

    private void assertRefused(Verdict verdict, Site liar) {
        world.put(EVIL, liar);
        world.minutes(20);
        assertEquals(List.of(B), a.lists());
        assertTrue(world.counted(verdict) > 0, () -> world.verdicts.toString());
    }

    @Test
    void whoeverDoesNotLieIsListed() {
        world.put(EVIL, site(this::right));
        world.minutes(20);
        assertEquals(List.of(B, EVIL), a.lists());
    }

    @Test
    void aRecordThatIsNotSigned() {
        assertRefused(Verdict.FORGED, site(nonce -> {
            Item item = right(nonce).item();
            return new Answer(new Item(item.key(), item.seq(), new byte[64], item.value()), right(nonce).proof());
        }));
    }

    @Test
    void aRecordWhoseKeyItHasNot() {
        SigningKey other = world.key();
        assertRefused(Verdict.FORGED, site(nonce -> new Answer(world.record(other, EVIL, World.EFFORT).item(), right(nonce).proof())));
    }

    @Test
    void aProofThatWasMadeForAnotherQuestion() {
        assertRefused(Verdict.FORGED, site(nonce -> new Answer(right(nonce).item(), right(new byte[32]).proof())));
    }

    @Test
    void anotherNodeBehindItsUrl() {
        assertRefused(Verdict.ELSEWHERE, site(nonce -> b.prove(nonce)));
    }

    @Test
    void aQuestionThatItPassesOnToAnother() {
        assertRefused(Verdict.FORGED, site(nonce -> new Answer(right(nonce).item(), b.prove(nonce).proof())));
    }

    @Test
    void thePriceZero() {
        assertRefused(Verdict.DEARER, site(nonce -> new Answer(world.record(key, EVIL, 0).item(), right(nonce).proof())));
    }

    private Site free(boolean charges) {
        Site site = new Site(EVIL_ADDRESS) {
            @Override
            boolean charges(byte[] room) {
                return charges;
            }

            @Override
            Answer prove(byte[] nonce) {
                return new Answer(world.record(key, EVIL, 0).item(), right(nonce).proof());
            }
        };
        site.effort = 0;
        return site;
    }

    @Test
    void thePriceZeroEverywhereButWhereItIsPaid() {
        assertRefused(Verdict.DEARER, free(true));
    }

    @Test
    void whoeverReallyTakesNothingIsListed() {
        world.put(EVIL, free(false));
        world.minutes(20);
        assertEquals(List.of(B, EVIL), a.lists());
    }

    @Test
    void aPriceThatIsMoreThanTwiceWhatItSays() {
        Site site = site(this::right);
        site.effort = 2 * World.EFFORT + 1;
        assertRefused(Verdict.DEARER, site);
    }

    @Test
    void aPriceThatHasTakenOneStepSinceIsNoLie() {
        Site site = site(this::right);
        site.effort = 2 * World.EFFORT;
        world.put(EVIL, site);
        world.minutes(20);
        assertEquals(List.of(B, EVIL), a.lists());
    }

    @Test
    void aRecordForTooLong() {
        assertRefused(Verdict.EXPIRED, site(nonce -> {
            long now = world.clock.millis() / 1000;
            NodeRecord.Content content = new NodeRecord.Content(World.url(EVIL), World.EFFORT, List.of(), now + 7300);
            return new Answer(NodeRecord.sign(key, now, content).item(), right(nonce).proof());
        }));
    }

    /** The cluster has its key, and the newer record is at hand. */
    @Test
    void anOlderRecordIsNoLieAndDoesNotReplaceTheNewerOne() {
        Item first = world.record(key, EVIL, 2 * World.EFFORT).item();
        world.clock.advance(Duration.ofSeconds(1));
        world.put(EVIL, site(this::right));
        world.minutes(5);
        world.put(EVIL, site(nonce -> new Answer(first, right(nonce).proof())));
        world.minutes(20);
        assertEquals(List.of(B, EVIL), a.lists());
        assertEquals(World.EFFORT, a.mesh.figures().listed().stream().filter(each -> each.url().text().equals(EVIL)).findFirst().orElseThrow()
                .record().content().effort());
    }

    @Test
    void anOlderRecordOfAKeyThatHasMovedOn() {
        Item old = world.record(key, EVIL, World.EFFORT).item();
        world.clock.advance(Duration.ofSeconds(1));
        String moved = "https://moved.example/";
        world.put(EVIL, new Site(EVIL_ADDRESS) {
            @Override
            Answer prove(byte[] nonce) {
                return new Answer(old, KeyProof.sign(key, nonce, World.url(EVIL)));
            }
        });
        world.put(moved, new Site("30.2.0.1") {
            @Override
            Answer prove(byte[] nonce) {
                return new Answer(world.record(key, moved, World.EFFORT).item(), KeyProof.sign(key, nonce, World.url(moved)));
            }
        });
        a.mesh.announced(world.record(key, moved, World.EFFORT).item());
        world.minutes(30);
        assertEquals(List.of(B, moved), a.lists());
    }

    @Test
    void otherPeoplesUrls() {
        Item stolen = world.record(key, B, 0).item();
        world.put(EVIL, new Site(EVIL_ADDRESS) {
            @Override
            Answer prove(byte[] nonce) {
                return right(nonce);
            }

            @Override
            List<Item> nodes() {
                return List.of(stolen, world.record(world.key(), "https://victim.example/", 0).item());
            }
        });
        int[] asked = {0};
        world.put("https://victim.example/", new Site("20.9.0.1") {
            @Override
            long effort() throws VisitFailure {
                asked[0]++;
                throw new VisitFailure(Verdict.MALFORMED, "this is no node");
            }
        });
        world.minutes(120);
        assertEquals(List.of(B, EVIL), a.lists());
        assertEquals(b.mesh.item().orElseThrow().name(), a.mesh.figures().listed().stream().filter(each -> each.url().text().equals(B)).findFirst().orElseThrow()
                .record().item().name(), "under its own key");
        int clusters = 3;
        assertTrue(asked[0] <= 8 * clusters, () -> "somebody whom it does not concern was asked " + asked[0] + " times in two hours");
    }

    @Test
    void ourOwnClusterUnderAnotherName() {
        assertRefused(Verdict.ELSEWHERE, new Site(EVIL_ADDRESS) {
            @Override
            Answer prove(byte[] nonce) throws VisitFailure {
                return a.prove(nonce);
            }
        });
    }

    @Test
    void oneThatBeginsToLieIsListedNoMore() {
        Site site = site(this::right);
        world.put(EVIL, site);
        world.minutes(5);
        assertEquals(List.of(B, EVIL), a.lists());
        site.effort = 64 * World.EFFORT;
        world.minutes(11);
        assertEquals(List.of(B), a.lists());
    }

    @Test
    void oneWhoseNameSoonLeadsHomeIsListedNoMore() {
        world.put(EVIL, site(this::right));
        world.minutes(5);
        assertEquals(List.of(B, EVIL), a.lists());
        world.put(EVIL, new Site("127.0.0.1"));
        world.minutes(11);
        assertEquals(List.of(B), a.lists());
        assertTrue(world.counted(Verdict.FORBIDDEN) > 0);
    }
}
