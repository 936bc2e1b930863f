package almenara.transport;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import almenara.fuzz.Seeds;
import almenara.messages.Names;
import almenara.messages.Refusal;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

class RoomPathFuzzTest {

    private static final String ROOM = "/" + "A".repeat(43);

    static Stream<byte[]> seeds() {
        return Seeds.texts(ROOM, ROOM + "/offers", ROOM + "/offers/claim", ROOM + "/offers/abcdefghijklmnop/claim", ROOM + "/offers/claim/claim", "/", "", ROOM + "//", ROOM + "/offers/$1/hold");
    }

    @MethodSource("seeds")
    @FuzzTest
    void aPathNamesWhatThereIsOrIsRefused(byte[] input) {
        for (String method : List.of("GET", "POST", "PUT", "DELETE", "PATCH")) {
            try {
                RoomPath path = RoomPath.parse(method, Seeds.text(input));
                assertTrue(Names.isRoom(path.room()));
                assertTrue(path.offer().isEmpty() || Names.offer(path.offer()).equals(path.offer()));
            } catch (Refusal refused) {
                assertFalse(refused.getMessage().isEmpty());
            }
        }
    }

    @MethodSource("seeds")
    @FuzzTest
    void aPathBelowADialectsStandsBetweenTheSlashes(byte[] input) {
        String path = Seeds.text(input);
        String below = DialectServlet.below(path);
        assertTrue(path.contains(below) && !below.startsWith("/") && !below.endsWith("/"));
        assertTrue(path.replaceFirst(java.util.regex.Pattern.quote(below), "").chars().allMatch(each -> each == '/'));
    }
}
