package almenara.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import almenara.signaling.Node;
import almenara.signaling.Nodes;
import almenara.signaling.Tally.What;
import almenara.transport.Connections;
import almenara.transport.Pages.Page;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.StringReader;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class StatusPagesTest {

    private final Nodes nodes = new Nodes(2);
    private final Node node = nodes.node(0);
    private final Metrics metrics = new Metrics(new SimpleMeterRegistry());

    private StatusPages pages(String name) {
        return new StatusPages(new StatusPages.About(name, "1.2.3", Map.of("peerjs", "/calls/peers")), node.signaling, node.rooms,
                new StatusPages.Load(nodes.cluster.join("node-a"), new Connections(1, new Random(1)), metrics, Optional.empty()));
    }

    private static JsonObject parse(Page page) {
        try (var reader = Json.createReader(new StringReader(page.json()))) {
            return reader.readObject();
        }
    }

    @Test
    void theNodeTellsWhoItIsAndWhatItHasDone() {
        metrics.count(What.CLAIM);
        JsonObject page = parse(pages("lighthouse").node());
        assertEquals("lighthouse", page.getString("node"));
        assertEquals("1.2.3", page.getString("version"));
        assertTrue(page.getBoolean("serving"));
        assertEquals(2, page.getInt("cluster"));
        assertEquals(0, page.getInt("connections"));
        assertEquals(1, page.getInt("claims"));
        assertEquals("sdk/almenara.js", page.getJsonObject("endpoints").getString("sdk"));
        assertEquals("calls/peers", page.getJsonObject("endpoints").getString("peerjs"));
    }

    @Test
    void aNodeThatDrainsSaysThatItDoesNotServe() {
        node.opening.drain();
        Page page = pages("lighthouse").node();
        assertFalse(parse(page).getBoolean("serving"));
        assertFalse(page.serves());
        assertTrue(page.html().contains("<th scope=\"row\">serves now</th><td>no</td>"), page::html);
    }

    @Test
    void aNameIsTextAndNeverMarkup() {
        Page page = pages("<b onclick=\"x\">&").node();
        assertTrue(page.html().contains("&lt;b onclick=&quot;x&quot;&gt;&amp;"), page::html);
        assertFalse(page.html().contains("<b "));
        assertEquals("<b onclick=\"x\">&", parse(page).getString("node"));
    }

    @Test
    void aRoomTellsItsCountsAndItsPlaceOnceItHasOne() {
        assertEquals(List.of("room", "members", "offers"), List.copyOf(parse(pages("x").room(Nodes.ROOM)).keySet()));
        node.join(Nodes.ROOM);
        node.join(Nodes.ROOM).done("'type':'offer','data':1");
        JsonObject page = parse(pages("x").room(Nodes.ROOM));
        assertEquals(2, page.getInt("members"));
        assertEquals(1, page.getInt("offers"));
        assertEquals(node.rooms.summary(Nodes.ROOM).tail().orElseThrow().offset(), page.getInt("offset"));
        assertTrue(pages("x").room(Nodes.ROOM).html().contains("../demo/#room=" + Nodes.ROOM));
    }
}
