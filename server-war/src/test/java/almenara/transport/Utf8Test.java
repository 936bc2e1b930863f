package almenara.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Utf8Test {

    private static void isAsLongAsItsBytes(String text) {
        assertEquals(text.getBytes(StandardCharsets.UTF_8).length, Utf8.length(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "\u007f", "\u0080", "\u07ff", "\u0800", "\uffff", "\ud83d\ude00", "\ud83d", "\ude00", "\ude00\ud83d", "a\ud83d", "\ud83d\ud83d\ude00", "aäß€😀"})
    void aTextIsAsLongAsItsBytes(String text) {
        isAsLongAsItsBytes(text);
    }

    @Test
    void anyCharactersAreAsLongAsTheirBytes() {
        Random random = new Random(7);
        for (int round = 0; round < 2000; round++) {
            StringBuilder text = new StringBuilder();
            random.ints(random.nextInt(20), 0, Character.MAX_VALUE + 1).forEach(each -> text.append((char) (random.nextBoolean() ? each : 0xd800 + each % 0x800)));
            isAsLongAsItsBytes(text.toString());
        }
    }
}
