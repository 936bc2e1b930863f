package almenara.rooms;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import almenara.messages.Entry;
import almenara.messages.Position;
import almenara.signaling.Client;
import almenara.signaling.Node;
import almenara.signaling.Nodes;
import almenara.tables.Crowd;
import jakarta.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class RoomLogTest {

    private static final String ROOM = Nodes.ROOM;

    private final Nodes nodes = new Nodes(3);

    @RepeatedTest(20)
    void everybodyOnEveryNodeSeesTheEntriesOfManyThreadsInOneOrder() throws Exception {
        List<Client> listeners = IntStream.range(0, 3).mapToObj(each -> nodes.node(each).join(ROOM)).toList();
        listeners.forEach(Client::take);
        int threads = 6;
        int each = 30;
        Crowd.of(threads, thread -> IntStream.range(0, each).forEach(number ->
                nodes.node(thread % 3).rooms.append(ROOM, new Entry(Entry.Kind.SIGNAL, "", "", "", "\"" + thread + ' ' + number + "\""))));
        List<List<JsonObject>> heard = listeners.stream().map(listener -> hears(listener, threads * each)).toList();
        assertEquals(heard.get(0), heard.get(1));
        assertEquals(heard.get(0), heard.get(2));
        List<Long> offsets = heard.get(0).stream().map(event -> event.getJsonNumber("offset").longValue()).toList();
        assertEquals(LongStream.range(offsets.get(0), offsets.get(0) + threads * each).boxed().toList(), offsets);
        for (int thread = 0; thread < threads; thread++) {
            String prefix = thread + " ";
            assertEquals(IntStream.range(0, each).mapToObj(number -> prefix + number).toList(),
                    heard.get(0).stream().map(event -> event.getString("data")).filter(data -> data.startsWith(prefix)).toList());
        }
    }

    private static List<JsonObject> hears(Client client, int count) {
        List<JsonObject> all = new ArrayList<>();
        Crowd.until(() -> {
            client.take().stream().filter(event -> event.getString("type").equals("signal")).forEach(all::add);
            return all.size() >= count;
        });
        return all;
    }

    @Test
    void anAppendIsAcknowledgedWithThePlaceAtWhichEverybodySeesTheEntry() throws Exception {
        Client listener = nodes.node(2).join(ROOM);
        Set<String> acknowledged = new HashSet<>();
        Crowd.of(6, thread -> {
            for (int number = 0; number < 15; number++) {
                String data = "\"" + thread + ' ' + number + "\"";
                Position at = nodes.node(thread % 3).rooms.append(ROOM, new Entry(Entry.Kind.SIGNAL, "", "", "", data));
                synchronized (acknowledged) {
                    acknowledged.add(at.offset() + data);
                }
            }
        });
        Set<String> seen = new HashSet<>();
        hears(listener, 90).forEach(event -> seen.add(event.getInt("offset") + event.get("data").toString()));
        assertEquals(acknowledged, seen);
    }

    @Test
    void theLogKeepsItsNewestEntriesAndNoMore() {
        Client member = nodes.node(0).join(ROOM);
        for (int number = 0; number < 500; number++) {
            member.done("'type':'signal','data':" + number);
        }
        assertEquals(100, nodes.node(0).log.size());
    }

    @Test
    void entriesEndAfterTwoMinutes() {
        Client member = nodes.node(0).join(ROOM);
        member.done("'type':'signal','data':1");
        nodes.pass(119);
        assertEquals(2, nodes.node(0).log.size());
        nodes.pass(1);
        assertEquals(0, nodes.node(0).log.size());
        long before = nodes.node(1).rooms.summary(ROOM).tail().orElseThrow().offset();
        assertEquals(before + 1, member.done("'type':'signal','data':2").getInt("offset"));
    }

    @Test
    void aHoleThatACrashLeftIsClosedAndToldAsALoss() {
        Client here = nodes.node(0).join(ROOM);
        Client there = nodes.node(1).join(ROOM);
        here.take();
        Position tail = nodes.node(0).rooms.summary(ROOM).tail().orElseThrow();
        nodes.log.put(key(tail, 2), new Entry(Entry.Kind.SIGNAL, "", "", "", "\"behind the hole\"").encode(), Duration.ofSeconds(120));
        assertEquals(List.of(), here.take());
        nodes.pass(1);
        assertEquals(List.of(), there.take(), "it may still be filled");
        nodes.pass(1);
        for (Client each : List.of(here, there)) {
            List<JsonObject> events = each.take();
            assertEquals(2, events.size(), events.toString());
            assertEquals("joined", events.get(0).getString("type"));
            assertEquals(tail.offset() + 1, events.get(0).getInt("offset"));
            assertEquals(tail.epoch(), events.get(0).getString("epoch"));
            assertTrue(!events.get(0).getBoolean("recovered"));
            assertEquals(each.self(), events.get(0).getString("self"));
            assertEquals(1, events.get(0).getJsonArray("members").size());
            assertEquals(tail.offset() + 2, events.get(1).getInt("offset"));
        }
    }

    @Test
    void whoeverWritesBeforeAHoleIsClosedFillsIt() {
        Client here = nodes.node(0).join(ROOM);
        Client there = nodes.node(1).join(ROOM);
        here.take();
        Position tail = nodes.node(0).rooms.summary(ROOM).tail().orElseThrow();
        nodes.log.put(key(tail, 2), new Entry(Entry.Kind.SIGNAL, "", "", "", "2").encode(), Duration.ofSeconds(120));
        there.done("'type':'signal','data':1");
        nodes.pass(5);
        assertEquals(List.of(1, 2), here.take().stream().map(event -> event.getInt("data")).toList());
    }

    @Test
    void aMemberWhoseArrivalFellIntoAHoleIsToldOfAtItsClosing() {
        Client here = nodes.node(0).join(ROOM);
        Position tail = nodes.node(0).rooms.summary(ROOM).tail().orElseThrow();
        String silent = "s".repeat(26);
        Member.Place place = new Member.Place("node-b", "connection", true);
        nodes.members.put(ROOM + "#99", new Member(silent, "proof", place, nodes.clock.millis(), "", "").encode(), Duration.ZERO);
        assertEquals(List.of(), here.take());
        nodes.log.put(key(tail, 1), Entry.gap().encode(), Duration.ofSeconds(120));
        nodes.log.tell(key(tail, 1));
        JsonObject lost = here.take().get(0);
        assertEquals("joined", lost.getString("type"));
        assertEquals("[{\"peer\":\"" + silent + "\"}]", lost.get("members").toString());
    }

    @Test
    void aNodeThatAppliesLateWritesBehindWhatTheOthersHaveWritten() {
        Client member = nodes.node(0).join(ROOM);
        List<Runnable> late = new ArrayList<>();
        Node slow = nodes.start("node-slow", late::add);
        for (int number = 0; number < 400; number++) {
            member.done("'type':'signal','data':" + number);
        }
        Position tail = nodes.node(0).rooms.summary(ROOM).tail().orElseThrow();
        Position at = slow.rooms.append(ROOM, new Entry(Entry.Kind.SIGNAL, "", "", "", "1"));
        assertEquals(new Position(tail.epoch(), tail.offset() + 1), at);
        assertTrue(slow.rooms.summary(ROOM).tail().orElseThrow().offset() < 10, "it has applied nothing yet");
    }

    private static String key(Position tail, int ahead) {
        return ROOM + ':' + tail.epoch() + ':' + (tail.offset() + ahead);
    }
}
