package almenara.wiring;

import almenara.dialects.JsonLimits;
import almenara.dialects.LibreMesh;
import almenara.dialects.Notices;
import almenara.guests.Bulletin;
import almenara.guests.GuestLimits;
import almenara.keys.SigningKey;
import almenara.messages.StateTable;
import almenara.seal.Signatures;
import almenara.sharedstate.SharedStateLimits;
import almenara.sharedstate.SharedTables;
import almenara.signaling.Client;
import almenara.signaling.Guests;
import almenara.signaling.Node;
import almenara.signaling.Nodes;
import almenara.tables.MemoryTable;
import jakarta.json.JsonObject;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;

/** A cluster that shares its rooms by a table, and nothing else with any other: what it says of itself goes by {@link #meet}. */
final class Village {

    static final StateTable TABLE = StateTable.plain("almenara-offers").orElseThrow();
    static final String ROOM = Nodes.ROOM;
    /** Guests of a room, and entries of a cluster for one. */
    static final int GUESTS = 5;
    static final int ENTRIES = 20;
    private static final SharedStateLimits.Size SIZE = new SharedStateLimits.Size(200, 16, 1_048_576, 2048, 16_384);
    private static final LibreMesh DIALECT = new LibreMesh(new JsonLimits(18, 1_048_576));

    final Nodes nodes;
    final SigningKey key;
    final MemoryTable state;
    final Map<Node, Guests> guests = new HashMap<>();
    final Map<Node, SharedTables> tables = new HashMap<>();
    private final Set<String> welcome;

    Village(int nodes, int number) {
        this(nodes, number, Set.of());
    }

    Village(int nodes, int number, Set<String> welcome) {
        this.nodes = new Nodes(nodes, number, Runnable::run);
        this.state = new MemoryTable(this.nodes.clock);
        this.welcome = welcome;
        byte[] secret = new byte[SigningKey.SECRET];
        Arrays.fill(secret, (byte) number);
        this.key = new SigningKey(secret);
        for (int node = 0; node < nodes; node++) {
            equip(this.nodes.node(node));
        }
    }

    private void equip(Node node) {
        SharedStateLimits limits = new SharedStateLimits(9, SIZE, 30, Duration.ofMinutes(2), 2000, Map.of(TABLE, new SharedStateLimits.Part(4 * ENTRIES, Duration.ofMinutes(5), welcome)));
        SharedTables shared = new SharedTables(state.beside(), limits, new SharedTables.Means(nodes.clock, new Random(1), Signatures::isSigned));
        shared.start();
        Notices notices = new Notices(new JsonLimits(16));
        Bulletin bulletin = new Bulletin(new StateBoard(shared, TABLE, () -> key, nodes.clock), new Bulletin.Wording(notices::encode, notices::decode), new Random(2));
        Guests each = new Guests(new Guests.Around(node.rooms, node.exchange, node.cluster, nodes.spent.beside()), bulletin,
                new GuestLimits(GUESTS, ENTRIES, Duration.ofSeconds(120), welcome), new Guests.Means(nodes.clock, new Random(3)));
        node.coming = each::expect;
        guests.put(node, each);
        tables.put(node, shared);
    }

    /** The name of the cluster. */
    String name() {
        return StateBoard.name(key);
    }

    /** The first node that lives. */
    Node node() {
        return nodes.node(0);
    }

    Client join() {
        return node().join(ROOM);
    }

    /** What all nodes do once in a while. */
    void round() {
        for (int node = 0; node < nodes.size(); node++) {
            guests.get(nodes.node(node)).round();
        }
    }

    /** So many seconds go by, without any exchange. */
    void pass(int seconds) {
        for (int second = 0; second < seconds; second++) {
            nodes.pass(1);
            state.expire();
            round();
        }
    }

    /** The table as it goes over the wire. */
    String say() {
        return DIALECT.encode(tables.get(node()).read(TABLE));
    }

    /** Takes a table from the wire. */
    void hear(String table) {
        tables.get(node()).merge(TABLE, DIALECT.decode(StateTable.Kind.SIGNED, table), size -> true);
    }

    /** The clusters look after their rooms, a router exchanges their tables, and they look again. */
    static void meet(Village... villages) {
        List.of(villages).forEach(Village::round);
        for (Village from : villages) {
            String said = from.say();
            List.of(villages).forEach(to -> to.hear(said));
        }
        List.of(villages).forEach(Village::round);
    }

    /** A second goes by everywhere, with an exchange. */
    static void live(int seconds, Village... villages) {
        for (int second = 0; second < seconds; second++) {
            List.of(villages).forEach(village -> village.pass(1));
            meet(villages);
        }
    }

    /** What the client has heard of that type since it was asked the last time. */
    static List<JsonObject> heard(Client client, String type) {
        return client.heard().stream().filter(each -> each.getString("type").equals(type)).toList();
    }

    /** The ids of those who were in the room when the client came in. */
    static Set<String> members(Client client) {
        return client.joined().getJsonArray("members").getValuesAs(JsonObject.class).stream().map(each -> each.getString("peer")).collect(Collectors.toSet());
    }

    /** Offers that, and gives the id of the offer. */
    static String publish(Client client, String data) {
        return client.done("'type':'offer','data':" + data).getString("offer");
    }
}
