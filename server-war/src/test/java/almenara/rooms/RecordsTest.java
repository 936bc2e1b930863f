package almenara.rooms;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import almenara.messages.Entry;
import almenara.signaling.Channel.Closing;
import almenara.signaling.Client;
import almenara.signaling.Nodes;
import almenara.tables.Changes;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a node that hung has written into the log, or has not got to, comes right: who is connected is in the log and on record, or connected no longer. */
class RecordsTest {

    private static final String ROOM = Nodes.ROOM;

    private final Nodes nodes = new Nodes(3);
    private final Client watching = nodes.node(0).join(ROOM);
    private final Map<String, String> records = records();
    private final Client member = nodes.node(1).join(ROOM);

    private static List<String> told(Client client) {
        return client.take().stream().map(event -> event.getString("type")).toList();
    }

    private void endInTheLog() {
        watching.take();
        nodes.node(2).rooms.append(ROOM, Entry.left(member.self(), Entry.TIMEOUT));
        assertEquals(List.of("peer-left"), told(watching));
    }

    private Map<String, String> records() {
        Map<String, String> stored = new HashMap<>();
        nodes.members.watch(new Changes(stored::put, stored::remove));
        return stored;
    }

    @Test
    void aMemberWhoseEndWasToldThoughItIsThereIsToldOfAgain() {
        endInTheLog();
        nodes.pass(3);
        assertEquals(List.of("peer-joined"), told(watching));
        assertTrue(nodes.node(2).join(ROOM).joined().get("members").toString().contains(member.self()));
        assertEquals(Optional.empty(), member.closed());
        watching.take();
        nodes.pass(30);
        assertEquals(List.of(), told(watching));
    }

    @Test
    void aConnectionOfWhichNeitherLogNorRecordKnowsEnds() {
        endInTheLog();
        Map.copyOf(records).forEach(nodes.members::remove);
        assertEquals(Optional.empty(), member.closed());
        nodes.pass(3);
        assertEquals(Optional.of(Closing.CANNOT_SERVE), member.closed());
        assertEquals(Optional.empty(), watching.closed());
        assertEquals(List.of(), told(watching));
    }
}
