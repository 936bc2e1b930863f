package almenara.nodes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BencodeTest {

    private static Optional<Map<String, Object>> read(String text) {
        return Bencode.read(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    @Test
    void eachKindHasItsForm() {
        Map<String, Object> value = new TreeMap<>(Map.of("a", 0L, "b", -12L, "c", "", "d", "h\u00ff", "e", List.of("x", List.of()), "f", new TreeMap<>()));
        byte[] bytes = Bencode.write(value);
        assertEquals("d1:ai0e1:bi-12e1:c0:1:d2:h\u00ff1:el1:xlee1:fdee", new String(bytes, StandardCharsets.ISO_8859_1));
        assertEquals(Optional.of(value), Bencode.read(bytes));
        assertThrows(IllegalArgumentException.class, () -> Bencode.write(1.5));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "d", "de ", "le", "i1e", "1:a", "d1:ai01ee", "d1:ai-0ee", "d1:ai+1ee", "d1:ai1.5ee", "d1:aiee", "d1:ai1", "d1:ai1234567890123456789ee",
        "d1:b0:1:a0:e", "d1:a0:1:a0:e", "di1e1:ae", "d1:a2:xe", "d1:a01:xe", "d1:a-1:e", "d1:a999999999999999999:e", "d1:alllllleeeeee", "d1:ae", "d1:a0:"})
    void whatIsNotTheOneFormOfADictionaryIsNone(String text) {
        assertEquals(Optional.empty(), read(text));
    }

    @Test
    void theDepthHasABound() {
        assertEquals(1, read("d1:alll1:xeeee").orElseThrow().size());
        assertEquals(Optional.empty(), read("d1:allll1:xeeeee"));
    }

    @Test
    void whatCanBeReadIsWrittenAsItWasAndAnythingElseIsRefusedQuietly() {
        Random random = new Random(7);
        byte[] good = Bencode.write(new TreeMap<>(Map.of("capabilities", List.of("turn", "stun"), "effort", 262_144L, "url", "https://node.example/")));
        for (int i = 0; i < 20_000; i++) {
            byte[] changed = good.clone();
            changed[random.nextInt(changed.length)] = (byte) random.nextInt(256);
            Bencode.read(changed).ifPresent(value -> assertEquals(new String(changed, StandardCharsets.ISO_8859_1),
                    new String(Bencode.write(value), StandardCharsets.ISO_8859_1)));
        }
    }
}
