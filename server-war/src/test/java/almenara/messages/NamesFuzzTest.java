package almenara.messages;

import static org.junit.jupiter.api.Assertions.assertEquals;

import almenara.fuzz.Seeds;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Base64;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

class NamesFuzzTest {

    private static final int HASH = 32;
    private static final List<UnaryOperator<String>> NAMES = List.of(Names::peer, Names::offer, Names::epoch, Names::member, Names::signal, Names::kept);

    static Stream<byte[]> seeds() {
        return Seeds.texts("A".repeat(43), "~" + "A".repeat(43), "." + "A".repeat(43), "a".repeat(26), "a".repeat(16), "a".repeat(8), "a signal", "_-".repeat(21) + "8", "A".repeat(42) + "B");
    }

    @MethodSource("seeds")
    @FuzzTest
    void aNameIsTakenAsItIsOrRefused(byte[] input) {
        String text = Seeds.text(input);
        NAMES.forEach(name -> {
            try {
                assertEquals(text, name.apply(text));
            } catch (Refusal refused) {
                // as it should be
            }
        });
        if (Names.isRoom(text)) {
            byte[] hash = Base64.getUrlDecoder().decode(Names.hash(text));
            assertEquals(HASH, hash.length);
            assertEquals(Names.hash(text), Base64.getUrlEncoder().withoutPadding().encodeToString(hash));
        }
        StateTable.plain(text).ifPresent(table -> assertEquals(table, StateTable.parse(table.key())));
        StateTable.multiwriter(text).ifPresent(table -> assertEquals(table, StateTable.parse(table.key())));
    }
}
