package almenara.seal;

import static org.junit.jupiter.api.Assertions.assertTrue;

import almenara.fuzz.Seeds;
import almenara.tables.MemoryTable;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

class JoinProofFuzzTest {

    private static final Joiner JOINER = new Joiner();
    private static final List<String> PROOFS = List.of(JOINER.prove(challenge()), JOINER.prove(challenge(), JOINER.room()));

    private static String challenge() {
        return Joiner.challenges(Joiner.NOW).issue("");
    }

    static Stream<byte[]> seeds() {
        return Stream.concat(Seeds.texts(PROOFS.toArray(String[]::new)), Seeds.texts(challenge(), "A".repeat(192), "A".repeat(320)));
    }

    @MethodSource("seeds")
    @FuzzTest
    void onlyWhatWasSignedIsProven(byte[] input) {
        String text = Seeds.text(input);
        Verifier verifier = new Verifier(Joiner.challenges(Joiner.NOW), new MemoryTable(Clock.fixed(Joiner.NOW, ZoneOffset.UTC)));
        for (String room : List.of(JOINER.room(), JOINER.sealed())) {
            Verdict verdict = verifier.verify(room, text).verdict();
            assertTrue(verdict != Verdict.PROVEN || PROOFS.contains(text), verdict::toString);
        }
    }
}
