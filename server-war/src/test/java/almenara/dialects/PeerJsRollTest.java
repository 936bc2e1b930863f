package almenara.dialects;

import static org.junit.jupiter.api.Assertions.assertEquals;

import almenara.messages.Named;
import almenara.signaling.ForeignClient;
import almenara.signaling.Nodes;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonString;
import java.io.StringReader;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The list of ids, which a node gives where its operator wants that. */
class PeerJsRollTest {

    private static final int MOST = 5;

    private final Nodes nodes = new Nodes(3);

    private PeerJs dialect(int node, int most) {
        return new PeerJs(new JsonLimits(16), new Absent.Limits(4, 1000, 5), new Random(6), new Roll(most, nodes.node(node).rooms::named, () -> 0));
    }

    private ForeignClient open(int node, String id) {
        ForeignClient client = nodes.node(node).connect(dialect(node, MOST), "key=k&token=t&id=" + id);
        assertEquals(List.of("{\"type\":\"OPEN\"}"), client.takes());
        return client;
    }

    private List<String> listed(int node) {
        Dialect.Page page = dialect(node, MOST).page("any/peers");
        assertEquals("200 application/json", page.status() + " " + page.type());
        try (var reader = Json.createReader(new StringReader(page.text()))) {
            JsonArray ids = reader.readArray();
            return ids.getValuesAs(JsonString::getString).stream().sorted().toList();
        }
    }

    @Test
    void idsAreListedOnAllNodesAsLongAsTheyAreTaken() {
        assertEquals(List.of(), listed(0));
        ForeignClient a = open(0, "a");
        open(1, "b\"c d");
        open(2, "line\nbreak");
        IntStream.range(0, 3).forEach(node -> assertEquals(List.of("a", "b\"c d", "line\nbreak"), listed(node)));
        a.goes();
        open(1, "line\nbreak");
        assertEquals(List.of("b\"c d", "line\nbreak"), listed(2));
    }

    @Test
    void theIdsOfANodeThatDiedAreNotListedUntilTheyAreBack() {
        open(0, "a");
        open(1, "b");
        nodes.crash(nodes.node(0));
        assertEquals(List.of("b"), listed(0));
        open(1, "a");
        assertEquals(List.of("a", "b"), listed(0));
        nodes.pass(20);
        assertEquals(List.of("a", "b"), listed(1));
    }

    @Test
    void soManyAreListedAndNoMore() {
        IntStream.range(1, MOST).forEach(each -> open(each % 3, "peer" + each));
        assertEquals(MOST - 1, listed(0).size());
        open(1, "the last");
        assertEquals(MOST, listed(0).size());
        open(0, "one more");
        assertEquals(MOST, listed(0).size());
    }

    @Test
    void whereNobodyIsListedNodesAreToldNoIds() {
        nodes.node(0).connect(dialect(0, 0), "key=k&token=t&id=secret");
        assertEquals(401, dialect(0, 0).page("any/peers").status());
        assertEquals(List.of(), listed(1));
        assertEquals(0, nodes.node(1).rooms.named().count());
    }

    @Test
    void whoIsCalledSomethingInAnotherDialectIsNotListed() {
        Named other = new Named(new Namespace("other").room("a"), "a");
        Named own = new Named(PeerJs.IDS.room("b"), "b");
        PeerJs dialect = new PeerJs(new JsonLimits(16), new Absent.Limits(4, 1000, 5), new Random(6), new Roll(MOST, () -> Stream.of(other, own), () -> 0));
        assertEquals("[\"b\"]", dialect.page("k/peers").text());
    }

    @Test
    void idsAreListedAnewOnceASecondHoweverManyAsk() {
        AtomicInteger lists = new AtomicInteger();
        Roll roll = new Roll(MOST, () -> {
            lists.incrementAndGet();
            return Stream.empty();
        }, () -> 0);
        PeerJs dialect = new PeerJs(new JsonLimits(16), new Absent.Limits(4, 1000, 5), new Random(6), roll);
        IntStream.range(0, 10).forEach(each -> assertEquals("[]", dialect.page("k" + each + "/peers").text()));
        assertEquals(1, lists.get());
    }
}
