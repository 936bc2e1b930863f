package almenara.guests;

import static org.junit.jupiter.api.Assertions.assertEquals;

import almenara.fuzz.Seeds;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

class VeilFuzzTest {

    private static final String PLACE = "author/name";
    private static final Veil VEIL = new Veil("A".repeat(43));
    private static final String SEALED = VEIL.seal(PLACE, "what is said", new Random(1));

    static Stream<byte[]> seeds() {
        return Seeds.texts(SEALED, "\"\"", "\"AAAA\"", "\"" + "A".repeat(64) + "\"");
    }

    @MethodSource("seeds")
    @FuzzTest
    void onlyWhatWasSealedIsOpened(byte[] input) {
        String text = Seeds.text(input);
        Optional<String> opened = VEIL.open(PLACE, text);
        opened.ifPresent(said -> assertEquals("what is said", said));
        assertEquals(Optional.empty(), VEIL.open("author/other", text));
        Veil.tag(text);
    }
}
