package almenara.seal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ChallengesTest {

    private static final Challenges.Means MEANS = new Challenges.Means(Clock.fixed(Joiner.NOW, ZoneOffset.UTC), new Random(1));

    private static Challenges of(String... hosts) {
        return new Challenges(Joiner.ROOT, List.of(hosts), Joiner.LIFE, MEANS);
    }

    private static byte[] named(Challenges challenges, String called) {
        return Arrays.copyOfRange(Joiner.decoded(challenges.issue(called)), 16, 32);
    }

    private static byte[] hash(String host) {
        return Arrays.copyOf(Bytes.sha256(Bytes.utf8(host)), 16);
    }

    @Test
    void aChallengeIsSixtyFourCharactersAndNeverTheSame() {
        Challenges challenges = of();
        String first = challenges.issue("");
        assertEquals(64, first.length());
        assertNotEquals(first, challenges.issue(""));
        assertEquals(Optional.empty(), challenges.fault(Joiner.decoded(first)));
    }

    @Test
    void aChallengeNamesTheHostThatWasCalledAndZerosWhereNobodyKnowsIt() {
        assertArrayEquals(hash("node.example.org:8443"), named(of(), "Node.Example.org:8443"));
        assertArrayEquals(new byte[16], named(of(), ""));
    }

    @Test
    void whereTheHostsAreSetAChallengeNamesOneOfThemWhateverWasCalled() {
        Challenges two = of("Node.example.org", "[2001:db8::1]:8443");
        assertArrayEquals(hash("node.example.org"), named(two, "NODE.example.org"));
        assertArrayEquals(hash("[2001:db8::1]:8443"), named(two, "[2001:DB8::1]:8443"));
        for (String called : List.of("evil.example", "node.example.org:80", "", "[2001:db8::1]")) {
            assertArrayEquals(hash("node.example.org"), named(two, called), called);
        }
    }

    @Test
    void nodesOfOneClusterTakeEachOthersChallenges() {
        assertEquals(Optional.empty(), of("one.example").fault(Joiner.decoded(of("two.example").issue("two.example"))));
    }

    @Test
    void aRootSecretHasThirtyTwoBytesAtLeastAndALifeOneSecond() {
        assertThrows(IllegalArgumentException.class, () -> new Challenges(new byte[31], List.of(), Joiner.LIFE, MEANS));
        assertThrows(IllegalArgumentException.class, () -> new Challenges(new byte[32], List.of(), Duration.ofMillis(999), MEANS));
        assertEquals(64, new Challenges(new byte[32], List.of(), Duration.ofSeconds(1), MEANS).issue("").length());
    }

    @Test
    void theSecretNeverPrints() {
        assertFalse(of().toString().contains(HexFormat.of().formatHex(Joiner.ROOT).substring(0, 8)));
    }
}
