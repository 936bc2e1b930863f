package almenara.dialects;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import almenara.fuzz.Seeds;
import almenara.signaling.ForeignClient;
import almenara.signaling.Nodes;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Paths below those of dialects, and parameters, as the container has decoded them. */
class UrlsFuzzTest {

    private static final JsonLimits JSON = new JsonLimits(16);
    private static final PeerJs PEERJS = new PeerJs(JSON, new Absent.Limits(8, 4096, 5), new Random(1));
    private static final Matchbox MATCHBOX = new Matchbox(JSON);

    static Stream<byte[]> paths() {
        return Seeds.texts("", "peerjs/id", "id", "/id", "key/id/id", "peerjs/peers", "peers", "a//peers", "stats", "stats.json", "health", "room\n/x");
    }

    static Stream<byte[]> peers() {
        return Seeds.texts("id\ntoken\npeerjs", "w\nother\npeerjs", "\ntoken\npeerjs", "i".repeat(256) + "\nt\nk", "i".repeat(257) + "\nt\nk", "😀\né\n\u0000", "i");
    }

    static Stream<byte[]> rooms() {
        return Seeds.texts("room\n2", "room\n0", "room\n", "r/x\n999999999", "room\n1000000000", "room\n-2", "room\n٣", "\n2", "😀\n3", "another room\n1\n0");
    }

    @MethodSource("paths")
    @FuzzTest
    void aPathHasAPage(byte[] input) {
        String below = Seeds.text(input);
        Dialect.Page page = PEERJS.page(below);
        assertTrue(Set.of(200, 401, 404).contains(page.status()));
        if (page.status() == 200 && !below.isEmpty()) {
            assertTrue(below.endsWith("/id"));
            assertEquals(page.text(), UUID.fromString(page.text()).toString());
        }
        for (Dialect dialect : List.of(MATCHBOX, new Swarming(Swarming.LIMITS).dialect(), StarClients.DIALECT, new Trystero(JSON), new YWebrtc(JSON, 8))) {
            assertTrue(dialect.page(below).status() >= 200 && dialect.page(below).status() < 500);
        }
    }

    /** The line of that number, with nothing in it that means something in a URL. */
    private static String line(String[] lines, int number) {
        return lines.length > number ? lines[number].replaceAll("[&?]", "_") : "";
    }

    @MethodSource("peers")
    @FuzzTest
    void whoeverComesToPeerJsIsLetInOrSentAwayAndNobodyElseIs(byte[] input) {
        String[] lines = Seeds.text(input).split("\n", 3);
        Nodes nodes = new Nodes(1);
        ForeignClient witness = nodes.node(0).connect(PEERJS, "?id=w&token=secret&key=peerjs");
        assertEquals(List.of("{\"type\":\"OPEN\"}"), witness.takes());
        ForeignClient client = nodes.node(0).connect(PEERJS, "?id=" + line(lines, 0) + "&token=" + line(lines, 1) + "&key=" + line(lines, 2));
        List<String> told = client.takes();
        assertEquals(1, told.size());
        assertEquals(!told.equals(List.of("{\"type\":\"OPEN\"}")), !client.closings().isEmpty());
        String id = line(lines, 0);
        assertTrue(!id.equals("w") || line(lines, 1).equals("secret") || !client.closings().isEmpty());
        client.goes();
        assertTrue(id.equals("w") || witness.closings().isEmpty());
        settle(nodes, id.equals("w") ? 2 : 1);
    }

    /** No more than so many are left. */
    private static void settle(Nodes nodes, int most) {
        nodes.clock.advance(Duration.ofSeconds(30));
        nodes.pass(2);
        assertTrue(nodes.node(0).rooms.census().population() <= most);
    }

    @MethodSource("rooms")
    @FuzzTest
    void whoComesToOneRoomOfMatchboxMeetsWhoCameToTheSame(byte[] input) {
        String[] lines = Seeds.text(input).split("\n", 2);
        String target = line(lines, 0) + "?next=" + line(lines, 1);
        Nodes nodes = new Nodes(1);
        ForeignClient witness = nodes.node(0).connect(MATCHBOX, "another room?");
        witness.takes();
        ForeignClient one = nodes.node(0).connect(MATCHBOX, target);
        ForeignClient two = nodes.node(0).connect(MATCHBOX, target);
        int told = one.takes().size();
        assertEquals(one.closings(), two.closings());
        assertEquals(one.closings().isEmpty() ? 1 : 0, two.takes().size());
        boolean alone = line(lines, 1).matches("0*1") && line(lines, 1).length() <= 9;
        assertEquals(!one.closings().isEmpty() ? 0 : alone ? 1 : 2, told);
        assertEquals(line(lines, 0).equals("another room") && (!line(lines, 1).matches("[0-9]{1,9}") || line(lines, 1).matches("0+")), !witness.takes().isEmpty());
        List.of(one, two).forEach(ForeignClient::goes);
        settle(nodes, 1);
    }
}
