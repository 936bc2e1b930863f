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
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ChallengesTest {

    private static final Challenges.Means MEANS = new Challenges.Means(Clock.fixed(Joiner.NOW, ZoneOffset.UTC), new Random(1));

    private static Challenges of(String host) {
        return new Challenges(Joiner.ROOT, host, Joiner.LIFE, MEANS);
    }

    private static byte[] host(Challenges challenges) {
        return Arrays.copyOfRange(Joiner.decoded(challenges.issue()), 16, 32);
    }

    @Test
    void aChallengeIsSixtyFourCharactersAndNeverTheSame() {
        Challenges challenges = of("");
        String first = challenges.issue();
        assertEquals(64, first.length());
        assertNotEquals(first, challenges.issue());
        assertEquals(Optional.empty(), challenges.fault(Joiner.decoded(first)));
    }

    @Test
    void aChallengeNamesTheHostThatIsCalledAndZerosForAny() {
        assertArrayEquals(Arrays.copyOf(Bytes.sha256(Bytes.utf8("node.example.org:8443")), 16), host(of("Node.Example.org:8443")));
        assertArrayEquals(new byte[16], host(of("")));
    }

    @Test
    void nodesOfOneClusterTakeEachOthersChallenges() {
        assertEquals(Optional.empty(), of("one.example").fault(Joiner.decoded(of("two.example").issue())));
    }

    @Test
    void aRootSecretHasThirtyTwoBytesAtLeastAndALifeOneSecond() {
        assertThrows(IllegalArgumentException.class, () -> new Challenges(new byte[31], "", Joiner.LIFE, MEANS));
        assertThrows(IllegalArgumentException.class, () -> new Challenges(new byte[32], "", Duration.ofMillis(999), MEANS));
        assertEquals(64, new Challenges(new byte[32], "", Duration.ofSeconds(1), MEANS).issue().length());
    }

    @Test
    void theSecretNeverPrints() {
        assertFalse(of("").toString().contains(HexFormat.of().formatHex(Joiner.ROOT).substring(0, 8)));
    }
}
