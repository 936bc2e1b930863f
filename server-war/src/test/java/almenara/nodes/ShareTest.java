package almenara.nodes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import almenara.keys.SigningKey;
import almenara.nodes.Web.Answer;
import almenara.nodes.World.Honest;
import almenara.nodes.World.Site;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Half of the nodes are hostile: they lie in every way, or keep to the protocol and praise each other alone, and flood the rest with URLs where nobody is. They
 * have a few networks, as attackers do who rent servers, and the honest have many, as operators do who do not know each other.
 */
class ShareTest {

    private static final int EACH = 20;
    private static final int NETWORKS = 3;
    private static final int INVENTED = 40;
    private static final int SAMPLES = 20;
    /** Minutes in which everything has to be known everywhere. */
    private static final int PATIENCE = 12;

    private final World world = new World(5);
    private final List<Honest> honest = new ArrayList<>();
    private final List<Item> invented = new ArrayList<>();
    private final List<Hostile> hostile = new ArrayList<>();

    /** Half of them keep to the protocol; the rest lie about their price, their key, or their URL. */
    private final class Hostile extends Site {
        private final SigningKey key = world.key();
        private final int number;
        private final Item claim;

        Hostile(int number) {
            super("30." + number % NETWORKS + ".0." + number);
            this.number = number;
            this.claim = world.record(key, url(), effort).item();
        }

        String url() {
            return "https://hostile" + number + ".example/";
        }

        @Override
        Answer prove(byte[] nonce) throws VisitFailure {
            byte[] proof = KeyProof.sign(key, nonce, World.url(url()));
            return switch (number % 6) {
                case 0, 1, 2 -> new Answer(claim, proof);
                case 3 -> new Answer(world.record(key, url(), 0).item(), proof);
                case 4 -> new Answer(world.record(world.key(), url(), effort).item(), proof);
                default -> honest.getFirst().prove(nonce);
            };
        }

        @Override
        List<Item> nodes() {
            List<Item> praised = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                Hostile friend = hostile.get(world.random.nextInt(EACH));
                praised.add(friend.claim);
                praised.add(invented.get(world.random.nextInt(INVENTED)));
            }
            return praised;
        }
    }

    /** Every honest node lists whom it can, and as many visits as there are liars for all of them have shown each lie. */
    private boolean allIsKnown() {
        int visits = EACH * (EACH / 6);
        long polite = hostile.stream().filter(each -> each.number % 6 < 3).count();
        return honest.stream().allMatch(each -> each.lists().size() == EACH - 1 + polite)
                && Stream.of(Verdict.DEARER, Verdict.FORGED, Verdict.ELSEWHERE).allMatch(lie -> world.counted(lie) >= visits);
    }

    @Test
    void fourFifthsOfEverySampleAreHonestWhenHalfOfTheNodesAreHostile() {
        String first = "https://honest0.example/";
        String evil = "https://hostile0.example/";
        for (int i = 0; i < EACH; i++) {
            hostile.add(new Hostile(i));
            world.put(hostile.get(i).url(), hostile.get(i));
        }
        for (int i = 0; i < EACH; i++) {
            honest.add(world.honest("https://honest" + i + ".example/", "20." + i + ".0.1", first, evil));
        }
        for (int i = 0; i < INVENTED; i++) {
            invented.add(world.record(world.key(), "https://nobody" + i + ".example/", 0).item());
        }
        for (int minute = 0; minute < PATIENCE && !allIsKnown(); minute++) {
            world.minutes(1);
        }
        assertTrue(allIsKnown(), () -> world.verdicts.toString());
        List<Double> shares = new ArrayList<>();
        Set<String> sampled = new HashSet<>();
        for (Honest node : honest) {
            for (int i = 0; i < SAMPLES; i++) {
                List<Sighting> sample = node.mesh.sample();
                long good = sample.stream().filter(each -> each.url().text().contains("//honest")).count();
                shares.add(good / (double) sample.size());
                sample.forEach(each -> sampled.add(each.url().text()));
            }
        }
        double mean = shares.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
        assertTrue(mean >= 0.8 && Collections.min(shares) >= 0.7, () -> "honest share " + mean + ", at least " + Collections.min(shares));
        assertEquals(Set.of(), sampled.stream().filter(url -> url.contains("nobody")).collect(Collectors.toSet()));
        assertTrue(hostile.stream().filter(each -> each.number % 6 > 2).noneMatch(each -> sampled.contains(each.url())), "no liar was ever listed");
        assertEquals(EACH, sampled.stream().filter(url -> url.contains("//honest")).count(), "and every honest node was");
    }
}
