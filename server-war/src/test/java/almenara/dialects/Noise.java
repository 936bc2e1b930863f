package almenara.dialects;

import static org.junit.jupiter.api.Assertions.assertTrue;

import almenara.messages.Refusal;
import almenara.messages.Refusal.Code;
import almenara.signaling.ForeignClient;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Frames by chance, of the words of a protocol: most are nonsense, some almost right, and a few right. */
final class Noise {

    private static final int FRAMES = 3000;
    private static final int MOST_PARTS = 12;
    private static final Set<Code> NO_MESSAGE = Set.of(Code.BAD_JSON, Code.BAD_MESSAGE, Code.TOO_DEEP, Code.BAD_TEXT);

    private Noise() {
    }

    /** The client says them, every other one with {@code head} at its beginning; what is refused is refused as no message. */
    static void by(ForeignClient client, String head, String... parts) {
        Random random = new Random(39);
        for (int frame = 0; frame < FRAMES; frame++) {
            say(client, IntStream.range(0, random.nextInt(MOST_PARTS)).mapToObj(each -> parts[random.nextInt(parts.length)])
                    .collect(Collectors.joining("", random.nextBoolean() ? head : "", random.nextBoolean() ? "}" : "")));
        }
    }

    private static void say(ForeignClient client, String frame) {
        try {
            client.says(frame);
        } catch (Refusal refusal) {
            assertTrue(NO_MESSAGE.contains(refusal.code()), frame);
        }
    }
}
