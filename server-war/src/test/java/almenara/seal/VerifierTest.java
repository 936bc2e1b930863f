package almenara.seal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import almenara.messages.Refusal;
import almenara.seal.Verifier.Finding;
import almenara.tables.HandClock;
import almenara.tables.MemoryTable;
import almenara.tables.Table;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VerifierTest {

    private static final String PUBLIC = "_SalI76KaHXs-MNaGY-f99Xgs6Z74L76zZLzrBd1TZA";
    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

    private final Table spent = new MemoryTable(Clock.fixed(Joiner.NOW, ZoneOffset.UTC));
    private final Challenges challenges = Joiner.challenges(Joiner.NOW);
    private final Verifier verifier = new Verifier(challenges, spent);
    private final Joiner joiner = new Joiner();

    private Verdict verdict(String room, String proof) {
        return verifier.verify(room, proof).verdict();
    }

    @Test
    void whoHasTheSecretIsAMemberUnderTheIdOfTheirKey() {
        String proof = joiner.prove(challenges.issue(""));
        assertEquals(320, proof.length());
        assertEquals(new Finding(Verdict.PROVEN, joiner.peer(), true), verifier.verify(joiner.room(), proof));
    }

    @Test
    void whoHasNoSecretProvesTheirIdAlone() {
        String proof = joiner.prove(challenges.issue(""), PUBLIC);
        assertEquals(192, proof.length());
        assertEquals(new Finding(Verdict.PROVEN, joiner.peer(), false), verifier.verify(PUBLIC, proof));
    }

    @Test
    void aSealedRoomAsksForItsOwnKeyToo() {
        String challenge = challenges.issue("");
        assertEquals(Verdict.NO_SECRET, verdict(joiner.sealed(), joiner.prove(challenge, joiner.room())));
        assertEquals(new Finding(Verdict.PROVEN, joiner.peer(), true), verifier.verify(joiner.sealed(), joiner.prove(challenge)));
    }

    @Test
    void allButTheSignaturesIsSeenAtAGlanceWhichSpendsNothing() {
        String challenge = challenges.issue("");
        String proof = joiner.prove(challenge);
        String unsigned = proof.substring(0, 319) + (proof.endsWith("A") ? 'B' : 'A');
        assertEquals(Optional.empty(), verifier.fault(joiner.room(), unsigned));
        assertEquals(Verdict.UNSIGNED, verdict(joiner.room(), unsigned));
        assertEquals(Optional.of(Verdict.OTHER_ROOM), verifier.fault(PUBLIC, proof));
        assertEquals(Optional.of(Verdict.NO_SECRET), verifier.fault(joiner.sealed(), joiner.prove(challenge, joiner.room())));
        assertEquals(Optional.of(Verdict.MALFORMED), verifier.fault(joiner.room(), proof.substring(1)));
        assertEquals(Optional.empty(), verifier.fault(joiner.room(), proof));
        assertEquals(Verdict.PROVEN, verdict(joiner.room(), proof));
        assertEquals(Optional.of(Verdict.SPENT), verifier.fault(joiner.room(), proof));
    }

    @Test
    void whatTimeAndNodesBringAboutIsNoFault() {
        Set<Verdict> honest = EnumSet.of(Verdict.PROVEN, Verdict.FORGED, Verdict.EXPIRED, Verdict.SPENT);
        for (Verdict verdict : Verdict.values()) {
            assertEquals(!honest.contains(verdict), verdict.isFault(), verdict.wire());
        }
    }

    @Test
    void aProofIsTakenOnceByTheWholeCluster() {
        String proof = joiner.prove(challenges.issue(""));
        Verifier other = new Verifier(Joiner.challenges(Joiner.NOW.plusSeconds(1)), spent);
        assertEquals(Verdict.PROVEN, other.verify(joiner.room(), proof).verdict());
        assertEquals(Verdict.SPENT, verdict(joiner.room(), proof));
        assertEquals(Verdict.SPENT, other.verify(joiner.room(), proof).verdict());
    }

    @Test
    void aProofThatWasUsedIsNotGoodAgainForBeingSignedAnewOrWithoutTheSecret() {
        String challenge = challenges.issue("");
        assertEquals(Verdict.PROVEN, verdict(joiner.room(), joiner.prove(challenge)));
        assertEquals(Verdict.SPENT, verdict(joiner.room(), joiner.prove(challenge, joiner.room())));
    }

    @Test
    void oneChallengeLetsAConnectionJoinSeveralRooms() {
        String challenge = challenges.issue("");
        assertEquals(Verdict.PROVEN, verdict(joiner.room(), joiner.prove(challenge)));
        assertEquals(Verdict.PROVEN, verdict(PUBLIC, joiner.prove(challenge, PUBLIC)));
    }

    @Test
    void aProofIsForItsRoomAlone() {
        String challenge = challenges.issue("");
        assertEquals(Verdict.OTHER_ROOM, verdict(PUBLIC, joiner.prove(challenge)));
        assertEquals(Verdict.UNSIGNED, verdict(joiner.room(), joiner.prove(challenge, PUBLIC)));
        assertEquals(Verdict.OTHER_ROOM, verdict(new Joiner().room(), joiner.prove(challenge)));
    }

    @Test
    void aChallengeOfAnotherClusterIsNoChallenge() {
        Challenges others = new Challenges(new byte[32], List.of(), Joiner.LIFE, new Challenges.Means(Clock.fixed(Joiner.NOW, ZoneOffset.UTC), new Random(1)));
        assertEquals(Verdict.FORGED, verdict(joiner.room(), joiner.prove(others.issue(""))));
    }

    @ParameterizedTest
    @CsvSource({"-131,EXPIRED", "-130,PROVEN", "0,PROVEN", "10,PROVEN", "11,EXPIRED"})
    void aChallengeIsGoodForItsLifeAndTenSecondsOfClocks(long issued, Verdict verdict) {
        String challenge = Joiner.challenges(Joiner.NOW.plusSeconds(issued)).issue("");
        assertEquals(verdict, verdict(joiner.room(), joiner.prove(challenge)));
    }

    @Test
    void anAnswerIsRememberedForLongerThanItsChallengeIsGood() {
        HandClock clock = new HandClock();
        Challenges.Means means = new Challenges.Means(clock, new Random(1));
        Challenges here = new Challenges(Joiner.ROOT, List.of(), Joiner.LIFE, means);
        Verifier patient = new Verifier(here, new MemoryTable(clock));
        // from a node whose clock is as far ahead as it may be
        String proof = joiner.prove(Joiner.challenges(clock.instant().plusSeconds(10)).issue(""));
        assertEquals(Verdict.PROVEN, patient.verify(joiner.room(), proof).verdict());
        clock.advance(Duration.ofSeconds(140));
        assertEquals(Verdict.SPENT, patient.verify(joiner.room(), proof).verdict());
        clock.advance(Duration.ofSeconds(1));
        assertEquals(Verdict.EXPIRED, patient.verify(joiner.room(), proof).verdict());
    }

    @Test
    void noBitOfAProofCanBeTurned() {
        String proof = joiner.prove(challenges.issue(""));
        byte[] bytes = Joiner.decoded(proof);
        Map<Verdict, Integer> found = new EnumMap<>(Verdict.class);
        for (int bit = 0; bit < bytes.length * Byte.SIZE; bit++) {
            byte[] turned = bytes.clone();
            turned[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
            found.merge(verdict(joiner.room(), Bytes.text(turned)), 1, Integer::sum);
        }
        // 48 bytes of challenge, 32 of the room's key; the rest are the peer's key, which may turn unsound, and two signatures
        assertEquals(48 * 8, found.get(Verdict.FORGED));
        assertEquals(32 * 8, found.get(Verdict.OTHER_ROOM));
        assertEquals(160 * 8, found.getOrDefault(Verdict.UNSIGNED, 0) + found.getOrDefault(Verdict.UNSOUND, 0));
        assertEquals(Verdict.PROVEN, verdict(joiner.room(), proof));
    }

    @Test
    void noCharacterOfAProofCanBeAnother() {
        String proof = joiner.prove(challenges.issue(""), PUBLIC);
        Random random = new Random(1);
        for (int place = 0; place < proof.length(); place++) {
            char other = ALPHABET.charAt((ALPHABET.indexOf(proof.charAt(place)) + 1 + random.nextInt(63)) % 64);
            String changed = proof.substring(0, place) + other + proof.substring(place + 1);
            assertEquals("", verifier.verify(PUBLIC, changed).peer(), () -> changed);
        }
        assertEquals(Verdict.PROVEN, verdict(PUBLIC, proof));
    }

    @Test
    void whatHasNotTheShapeOfAProofIsMalformed() {
        String proof = joiner.prove(challenges.issue(""));
        for (String text : new String[] {"", "=", proof.substring(1), proof + "A", proof + "=", proof.replace(proof.charAt(5), '+'), proof.substring(0, 319) + " ",
            "é".repeat(320), "A".repeat(256), "A".repeat(1_000_000)}) {
            assertEquals(Verdict.MALFORMED, verdict(joiner.room(), text));
        }
    }

    @Test
    void aRoomThatIsNoRoomIsRefused() {
        String proof = joiner.prove(challenges.issue(""));
        assertEquals(Refusal.Code.BAD_ROOM, assertThrows(Refusal.class, () -> verifier.verify("lobby", proof)).code());
    }
}
