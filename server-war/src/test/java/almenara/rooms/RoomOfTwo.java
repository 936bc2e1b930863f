package almenara.rooms;

import almenara.messages.Entry;
import almenara.messages.Position;
import almenara.signaling.Client;
import almenara.signaling.Nodes;
import java.time.Duration;
import java.util.List;

/** A room with a member at each of two nodes, and its log as another node writes it. */
abstract class RoomOfTwo {

    static final String ROOM = Nodes.ROOM;
    static final Duration LIFE = Duration.ofSeconds(120);
    static final RoomLimits LIMITS = new RoomLimits(100, 100, 1_048_576, LIFE, Duration.ofSeconds(15), 50);

    final Nodes nodes = new Nodes(2);
    final Client here = nodes.node(0).join(ROOM);
    final Client there = nodes.node(1).join(ROOM);

    Position tail() {
        return nodes.node(0).rooms.summary(ROOM).tail().orElseThrow();
    }

    static String key(Position at) {
        return ROOM + ':' + at.epoch() + ':' + at.offset();
    }

    static Entry signal(String data) {
        return signal("", data);
    }

    static Entry signal(String from, String data) {
        return new Entry(Entry.Kind.SIGNAL, from, "", "", data);
    }

    /** Another node's append that has got so far that everybody's copy has it. */
    void written(Position at, Entry entry) {
        nodes.log.put(key(at), entry.encode(), LIFE);
    }

    /** That node has got its answer, and gives its word. */
    void settled(Position at) {
        nodes.log.tell(key(at));
    }

    static List<Integer> signals(Client client) {
        return client.take().stream().filter(event -> event.getString("type").equals("signal")).map(event -> event.getInt("data")).toList();
    }
}
